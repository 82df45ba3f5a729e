// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps containers on LXC's bridge from reaching each other by way of the host, and lets linked pairs do so. Ports of the
 * bridge are isolated from one another (port-guard.ts), but the host would route a packet that one sends to the host's
 * hardware address with another's address. Rules of routing deny that, whatever becomes of the host's nftables. For a
 * linked pair the host routes, and answers ARP in the name of the other.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { say, type Words } from '../../../contract/text.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';
import { messageOf } from '../../system/message-of.ts';
import { createTurns } from '../../system/work/turns.ts';
import { natBridge } from './port-guard.ts';

/** Two addresses that may reach each other. */
export type AddressPair = readonly [one: string, other: string];

/** The rules come before those of the main table, and links before what denies the rest. */
const linkPriority = 4200;
const separationPriority = 4201;
const bridgesPriority = 4202;

const ip = '/usr/sbin/ip';
type Family = '-4' | '-6';

/** A rule as words of `ip rule add`, after the priority. */
type Rule = string;

interface WantedRules {
  readonly family: Family;
  /** Other rules of this priority are removed. */
  readonly priority: number;
  readonly rules: readonly Rule[];
}

const rulesSchema = z.array(
  z.object({
    priority: z.number(),
    src: z.string().optional(),
    srclen: z.number().optional(),
    dst: z.string().optional(),
    dstlen: z.number().optional(),
    iif: z.string().optional(),
    table: z.string().optional(),
    action: z.string().optional(),
  }),
);
const routesSchema = z.array(z.object({ dst: z.string() }));

/** Rules are read and then changed, and the kernel rejects one that is there: one caller at a time. */
const turns = createTurns({ each: 1 });

/** The bridge for which the nets were read; another one of the same name may have others. */
let known: { readonly bridge: string; readonly nets: readonly string[] } | undefined;

/**
 * Has the host route nothing between containers on LXC's bridge, but for links. Does nothing without that bridge. Fails
 * with `network-unavailable`.
 */
export async function separateContainers(signal: AbortSignal): Promise<void> {
  const bridge = bridgeNumber();
  if (bridge === undefined) return;
  try {
    if (known?.bridge === bridge) {
      await bring(separation('-4', known.nets), signal);
      return;
    }
    const nets = await readNets('-4', signal);
    await bring(separation('-4', nets), signal);
    await bring(separation('-6', await readNets('-6', signal)), signal);
    known = { bridge, nets };
  } catch (error) {
    signal.throwIfAborted();
    fail('network-unavailable', {
      reason: say('containers cannot be kept apart by routes: {message}', { message: messageOf(error) }),
    });
  }
}

/** Brings the links to these pairs of addresses, and no others. */
export async function bringLinks(pairs: readonly AddressPair[], signal: AbortSignal): Promise<void> {
  const rules = pairs.flatMap(([one, other]) => [linkOf(one, other), linkOf(other, one)]);
  if (rules.length > 0) await separateContainers(signal);
  await bring({ family: '-4', priority: linkPriority, rules }, signal);
  // ARP is answered for linked pairs only: the answer follows the rules.
  if (bridgeNumber() !== undefined)
    writeFileSync(`/proc/sys/net/ipv4/conf/${natBridge}/proxy_arp_pvlan`, rules.length > 0 ? '1' : '0');
}

/** Brings the rules by which a bridge does not reach a net, of networks beside LXC's, and no others. */
export async function bringSeparation(
  pairs: readonly (readonly [bridge: string, net: string])[],
  signal: AbortSignal,
): Promise<void> {
  const rules = pairs.map(([bridge, net]) => `iif ${bridge} to ${net} unreachable`);
  await bring({ family: '-4', priority: bridgesPriority, rules }, signal);
}

/** Why containers could reach each other by way of the host; undefined when they cannot. */
export async function separationProblem(signal: AbortSignal): Promise<Words | undefined> {
  if (bridgeNumber() === undefined) return undefined;
  try {
    const open = (await Promise.all([openNets('-4', signal), openNets('-6', signal)])).flat();
    return open.length === 0
      ? undefined
      : say('no rule of routing denies {open} from {natBridge}', { open: open.join(', '), natBridge });
  } catch (error) {
    signal.throwIfAborted();
    return say('the rules of routing cannot be read: {message}', { message: messageOf(error) });
  }
}

/** Nets of the bridge that no rule denies to it. */
async function openNets(family: Family, signal: AbortSignal): Promise<readonly string[]> {
  const [present, nets] = await Promise.all([readRules(family, separationPriority, signal), readNets(family, signal)]);
  return nets.filter((net) => !present.includes(separationOf(net)));
}

function linkOf(from: string, to: string): Rule {
  return `iif ${natBridge} from ${from} to ${to} lookup main`;
}

function separationOf(net: string): Rule {
  return `iif ${natBridge} to ${net} unreachable`;
}

function separation(family: Family, nets: readonly string[]): WantedRules {
  return { family, priority: separationPriority, rules: nets.map(separationOf) };
}

function bring(wanted: WantedRules, signal: AbortSignal): Promise<void> {
  return turns.run(undefined, () => change(wanted, signal), signal);
}

async function change({ family, priority, rules: wanted }: WantedRules, signal: AbortSignal): Promise<void> {
  const present = await readRules(family, priority, signal);
  const run = (verb: 'add' | 'del', rule: Rule): Promise<string> =>
    mustRunProgram(ip, [family, 'rule', verb, 'pref', `${priority}`, ...rule.split(' ')], { signal });
  for (const rule of wanted) {
    if (present.includes(rule)) continue;
    // A net may be there by two routes, and what has ended meanwhile may have added the rule.
    await run('add', rule).catch(async (error: unknown) => {
      if (!(await readRules(family, priority, signal)).includes(rule)) throw error;
    });
  }
  for (const rule of present) if (!wanted.includes(rule)) await run('del', rule);
}

async function readRules(family: Family, priority: number, signal: AbortSignal): Promise<readonly Rule[]> {
  return parseRules(await mustRunProgram(ip, [family, '-json', 'rule', 'show'], { signal }), priority);
}

/** Reads the rules of one priority, in the words of {@link linkOf} and {@link separationOf}. */
export function parseRules(json: string, priority: number): readonly Rule[] {
  return rulesSchema.parse(JSON.parse(json === '' ? '[]' : json)).flatMap((rule) => {
    if (rule.priority !== priority) return [];
    const part = (word: string, address: string | undefined, length: number | undefined): readonly string[] =>
      address === undefined || address === 'all' ? [] : [word, length === undefined ? address : `${address}/${length}`];
    return [
      [
        ...(rule.iif === undefined ? [] : ['iif', rule.iif]),
        ...part('from', rule.src, rule.srclen),
        ...part('to', rule.dst, rule.dstlen),
        ...(rule.action === undefined ? ['lookup', rule.table ?? 'main'] : [rule.action]),
      ].join(' '),
    ];
  });
}

/** The nets of the bridge itself; link-local ones are never routed. */
async function readNets(family: Family, signal: AbortSignal): Promise<readonly string[]> {
  const args = [family, '-json', 'route', 'show', 'dev', natBridge, 'proto', 'kernel'];
  const text = await mustRunProgram(ip, args, { signal });
  return routesSchema
    .parse(JSON.parse(text.trim() === '' ? '[]' : text))
    .flatMap(({ dst }) => (dst.startsWith('fe80:') || !dst.includes('/') ? [] : [dst]));
}

/** The kernel gives no number to a second interface; undefined where the bridge is not there. */
function bridgeNumber(): string | undefined {
  try {
    return readFileSync(`/sys/class/net/${natBridge}/ifindex`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
