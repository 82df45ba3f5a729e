// SPDX-License-Identifier: Apache-2.0
/** Checks of the network that containers share: the kernel's tables, and running containers without an address. */

import { tellAddressProblem } from '../../../../contract/wording/describe-address-problem.ts';
import {
  describeTableHolder,
  type SharedTableName,
} from '../../../../contract/wording/alerts/describe-table-holder.ts';
import type { GivenCheckFix, GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { joinWords, say, type Words } from '../../../../contract/text.ts';
import { connectionFloor, neighbourFloors, neighbourSetting } from '../../../lxc/network/table-floors.ts';
import { fullestOf, percentUsed, type SharedTable } from '../../../lxc/network/tables/shared-tables.ts';
import type { DoctorFacts, TableFacts, UnaddressedContainer } from '../facts/doctor-facts.ts';
import { commands, judgementOf, type Judgement } from './judgement.ts';

/** Both are in per cent. */
const muchUsed = 50;
const nearlyFull = 90;
/** Containers without an address that are named one by one. */
const maxNamed = 5;

export function judgeNetwork(facts: DoctorFacts): readonly GivenHostCheck[] {
  return [judgeNeighbours(facts.tables), judgeConnections(facts.tables), judgeAddresses(facts.unaddressed)];
}

interface JudgedTable {
  readonly name: SharedTableName;
  readonly table: SharedTable;
  /** How much of it is used, as a sentence. */
  readonly use: Words;
  /** What sets its size. */
  readonly setting: string;
  readonly atLeast: number;
  /** Said where it is much used. */
  readonly remarks: readonly Words[];
}

function judgeNeighbours(facts: TableFacts): GivenHostCheck {
  const judgement = judgementOf('neighbour-table', say('Neighbour table'));
  const small = facts.neighbours.find((one) => one.maxEntries < floorOf(neighbourSetting(one.family, 'gc_thresh3')));
  const fullest = fullestOf(facts.neighbours);
  if (fullest === undefined)
    return judgement.warn(
      say('The kernel does not say how much of its neighbour table is used.'),
      commands(say('Look at what it has.'), 'ip -s ntable show'),
    );
  // A family that is nearly full matters more than one that is small.
  const table = small === undefined || percentUsed(fullest) > muchUsed ? fullest : small;
  const setting = neighbourSetting(table.family, 'gc_thresh3');
  const family = table.family === 'ipv4' ? 'IPv4' : 'IPv6';
  return judgeTable(judgement, facts, {
    name: 'neighbours',
    table,
    setting,
    atLeast: floorOf(setting),
    use: say(
      '{entries} of {maxEntries} entries of the neighbour table of {family} are used, by all containers and the host.',
      {
        entries: table.entries,
        maxEntries: table.maxEntries,
        family,
      },
    ),
    remarks: [
      ...(table.family === 'ipv6' ? [say('The kernel does not show who holds them.')] : []),
      ...timesFull(table.overflows),
    ],
  });
}

function timesFull(overflows: number): readonly Words[] {
  if (overflows === 0) return [];
  return [
    overflows === 1
      ? say('Since the boot it was full once.')
      : say('Since the boot it was full {overflows} times.', { overflows }),
  ];
}

function floorOf(wanted: string): number {
  return neighbourFloors.find(({ setting }) => setting === wanted)?.atLeast ?? 0;
}

function judgeConnections(facts: TableFacts): GivenHostCheck {
  const judgement = judgementOf('connection-table', say('Connection table'));
  const { connections } = facts;
  if (connections === undefined) return judgement.ok(say('The kernel tracks no connections.'));
  const { entries, maxEntries } = connections;
  return judgeTable(judgement, facts, {
    name: 'connections',
    table: connections,
    ...connectionFloor,
    use: say('{entries} of {maxEntries} connections that the host can track are used.', { entries, maxEntries }),
    remarks: [],
  });
}

function judgeTable(
  { ok, warn, fail }: Judgement,
  facts: TableFacts,
  { name, table, use, setting, atLeast, remarks }: JudgedTable,
): GivenHostCheck {
  const raised = raisedOf(facts, setting, table);
  const used = percentUsed(table);
  if (used > muchUsed) {
    const message = joinWords([use, ...heldBy(facts, name), ...remarks, ...raised], ' ');
    return (used > nearlyFull ? fail : warn)(message, makeRoom(setting, table));
  }
  if (table.maxEntries >= atLeast) return ok(joinWords([use, ...raised], ' '));
  const below = say('Fewer than {atLeast} are soon used up by one container.', { atLeast });
  return warn(
    joinWords([use, below], ' '),
    commands(
      say('Restart the helper, which raises it at its start; containers continue to run.'),
      'systemctl restart bulkhead-helper.service',
    ),
  );
}

function raisedOf({ raised }: TableFacts, setting: string, { maxEntries }: SharedTable): readonly Words[] {
  const change = raised.get(setting);
  if (change?.to !== maxEntries) return [];
  return [say('Bulkhead raised it from {from} to {to}.', { from: change.from, to: change.to })];
}

function heldBy({ holders }: TableFacts, name: SharedTableName): readonly Words[] {
  const holder = holders[name];
  return holder === undefined
    ? []
    : [say('Most of them are held by {holder}.', { holder: describeTableHolder(holder, name) })];
}

function makeRoom(setting: string, { maxEntries }: SharedTable): GivenCheckFix {
  return commands(
    say('Stop what holds most of them. Entries may stay after a container is gone; a larger table has room at once.'),
    `sysctl -w ${setting.replaceAll('/', '.')}=${maxEntries * 2}`,
  );
}

function judgeAddresses(unaddressed: readonly UnaddressedContainer[]): GivenHostCheck {
  const { ok, warn } = judgementOf('container-addresses', say('Addresses of containers'));
  const [first] = unaddressed;
  if (first === undefined) return ok(say('Every running container that has a network has an address.'));
  const named = unaddressed.slice(0, maxNamed).map(({ name, problem }) => tellAddressProblem(name, problem));
  const others = unaddressed.length - named.length;
  const rest = others === 0 ? [] : [say('The same holds for {others} more.', { others })];
  return warn(joinWords([...named, ...rest], ' '), fixOf(first));
}

function fixOf({ problem, bridge }: UnaddressedContainer): GivenCheckFix {
  switch (problem) {
    case 'server-down':
      return commands(
        say('Start the DHCP server again, and then the container.'),
        'systemctl restart lxc-net.service bulkhead-helper.service',
      );
    case 'none-left':
      return commands(
        say('See who has the addresses. Leases end by themselves after an hour, unless they are renewed.'),
        `cat /var/lib/misc/dnsmasq.${bridge ?? ''}.leases`,
      );
    case 'table-full':
      return commands(say('Make room in the neighbour table, as its check says.'), 'bulkheadctl doctor');
    default:
      return commands(
        say('See what the DHCP server says, and whether a client of DHCP runs in the container.'),
        'journalctl -b -t dnsmasq-dhcp',
      );
  }
}
