// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of Bulkhead's own units: whether each runs, or waits for its socket, and why not. What is off because nobody
 * has enabled it is as it has to be.
 */

import type { GivenCheckFix, GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { installModules } from '../../../../contract/rules/host-fixes.ts';
import { joinWords, say, type Words } from '../../../../contract/text.ts';
import type { DoctorFacts, UnitsOfHost } from '../facts/doctor-facts.ts';
import { hasFailed, type UnitFacts } from '../facts/read-units.ts';
import { type UnitGroup, unitGroups } from '../facts/unit-names.ts';
import { advice, commands, type Judgement, judgementOf } from './judgement.ts';

interface GroupTexts {
  readonly title: Words;
  /** What is not possible while it does not run. */
  readonly consequence: Words;
  /** Says whether containers can be created, started and isolated without it. */
  readonly isNeeded: boolean;
  readonly isOffByDefault: boolean;
}

const groupTexts: Readonly<Record<UnitGroup['id'], GroupTexts>> = {
  helper: {
    title: say('Unit of the helper'),
    consequence: say('no call of a client is answered'),
    isNeeded: true,
    isOffByDefault: false,
  },
  listener: {
    title: say('Unit of the listener'),
    consequence: say('no client can connect'),
    isNeeded: true,
    isOffByDefault: false,
  },
  policy: {
    title: say('Unit of the policy worker'),
    consequence: say('no container can be given its own domain, and nothing of the policy can be changed'),
    isNeeded: true,
    isOffByDefault: false,
  },
  notify: {
    title: say('Unit of the notifier'),
    consequence: say('no alert is sent'),
    isNeeded: false,
    isOffByDefault: false,
  },
  metrics: {
    title: say('Unit of the metrics'),
    consequence: say('no metrics can be read'),
    isNeeded: false,
    isOffByDefault: true,
  },
  consoles: {
    title: say('Unit of terminals'),
    consequence: say('terminals end when the helper is restarted'),
    isNeeded: false,
    isOffByDefault: false,
  },
};

export function judgeUnits({ units: host }: DoctorFacts): readonly GivenHostCheck[] {
  if (host.units.length === 0) return [judgeSilence(host)];
  const known = new Map(host.units.map((unit) => [unit.name, unit]));
  return [
    ...unitGroups.map((group) => {
      const [socket, service] = [group.socket, group.service].map((name) =>
        name === undefined ? undefined : known.get(name),
      );
      const isUnknown =
        (group.socket !== undefined && socket === undefined) || (group.service !== undefined && service === undefined);
      return isUnknown ? judgeUnknown(group, host) : judgeGroup(group, { service, socket });
    }),
    judgeNetworks(host),
  ];
}

function judgeSilence({ problem }: UnitsOfHost): GivenHostCheck {
  return judgementOf('units', say('Units of Bulkhead')).warn(
    say('systemd does not say how the units of Bulkhead are: {problem}.', { problem: problem ?? '' }),
    commands(say('Ask it as root.'), 'systemctl list-units --all "bulkhead-*"'),
  );
}

function judgeUnknown({ id, service, socket }: UnitGroup, { problem }: UnitsOfHost): GivenHostCheck {
  const unit = service ?? socket ?? '';
  return judgementOf(`unit-${id}`, groupTexts[id].title).warn(
    say('systemd does not say how {unit} is: {problem}.', { unit, problem: problem ?? '' }),
    commands(say('Ask it as root.'), `systemctl status ${unit}`),
  );
}

interface GroupUnits {
  readonly service: UnitFacts | undefined;
  readonly socket: UnitFacts | undefined;
}

function judgeGroup({ id }: UnitGroup, { service, socket }: GroupUnits): GivenHostCheck {
  const { title, isNeeded, isOffByDefault, consequence } = groupTexts[id];
  const judgement = judgementOf(`unit-${id}`, title);
  const raise = isNeeded ? judgement.fail : judgement.warn;
  const units = [socket, service].filter((unit) => unit !== undefined);
  const unknown = units.find(({ load }) => load !== 'loaded');
  if (unknown !== undefined) return judgeNotLoaded(raise, unknown);
  // The service is the cause where both have failed: systemd gives up on its socket then.
  const failed = units.findLast(hasFailed);
  if (failed !== undefined)
    return raise(
      say('{failure} Until it runs, {consequence}.', { failure: failureOf(failed), consequence }),
      fixOf(failed, units),
    );
  if (socket === undefined) {
    if (service === undefined || service.active === 'active')
      return judgement.ok(say('{service} runs.', { service: service?.name ?? '' }));
    return raise(
      say('{service} does not run: {consequence}.', { service: service.name, consequence }),
      commands(say('Start it.'), restart(units)),
    );
  }
  if (socket.active === 'active') return judgement.ok(stateOf(service, socket));
  if (isOffByDefault && socket.file !== 'enabled')
    return judgement.ok(say('{socket} is off, as it is until somebody enables it.', { socket: socket.name }));
  return raise(
    say('{socket} does not listen: {consequence}.', { socket: socket.name, consequence }),
    commands(say('Start it.'), restart(units)),
  );
}

function judgeNotLoaded(raise: Judgement['warn'], { name, load }: UnitFacts): GivenHostCheck {
  if (load === 'masked')
    return raise(
      say('{name} is masked: an administrator has forbidden its start.', { name }),
      commands(say('Allow it again, and start it.'), `systemctl unmask ${name}`, `systemctl start ${name}`),
    );
  return raise(
    say('systemd does not know {name}, or cannot read it.', { name }),
    commands(
      say('Install the helper of Bulkhead as a whole; where the file is there, let systemd read it.'),
      'systemctl daemon-reload',
      `systemctl status ${name}`,
    ),
  );
}

/** Describes units that have not failed, with a socket that listens. */
function stateOf(service: UnitFacts | undefined, socket: UnitFacts): Words {
  if (service === undefined)
    return say('{socket} listens, and starts a process for each message.', { socket: socket.name });
  const names = { service: service.name, socket: socket.name };
  switch (service.active) {
    case 'active':
      return say('{service} runs.', names);
    case 'activating':
    case 'reloading':
      return say('{service} is starting.', names);
    case 'deactivating':
      return say('{service} is ending; its socket {socket} starts it again.', names);
    default:
      return say('{service} waits for its socket {socket}, which starts it.', names);
  }
}

/** The instances of networks; systemd forgets one that has failed, so that one is known by what is set up. */
function judgeNetworks({ units, networks }: UnitsOfHost): GivenHostCheck {
  const { ok, warn } = judgementOf('unit-networks', say('Units of networks'));
  const instances = units.filter(({ name }) => networks.includes(name));
  const down = instances.filter((unit) => hasFailed(unit) || unit.active === 'inactive');
  if (networks.length === 0) return ok(say('Bulkhead has set up no network of its own.'));
  if (down.length === 0)
    return ok(
      say('{names}: each runs, or is starting.', { names: instances.map(({ name }) => visibleName(name)).join(', ') }),
    );
  const sentences = down.map((unit) =>
    hasFailed(unit) ? failureOf(unit) : say('{unit} does not run.', { unit: visibleName(unit.name) }),
  );
  return warn(
    say('{sentences} Containers on such a network get no address.', { sentences: joinWords(sentences, ' ') }),
    commands(
      say('See why, and let the helper bring the networks up again.'),
      ...down.map(({ name }) => `journalctl -b -n 20 -u '${name}'`),
      'systemctl restart bulkhead-helper.service',
    ),
  );
}

/** A dash of a bridge's name, as systemd writes it in the name of a unit. */
function visibleName(unit: string): string {
  return unit.replaceAll(String.raw`\x2d`, '-');
}

/** What systemd means by the status of a process that it could not start. */
const causes: Readonly<Record<number, Words>> = {
  203: say('its program could not be executed'),
  217: say('the host does not have the user as whom it runs'),
  226: say('mounting was denied for it, which the policy of the host decides'),
  229: say('it could not be put into its SELinux domain, which the policy of the host does not have, or denies'),
};

/** Says it in one sentence or two. */
function failureOf({ name, result, status, lastLine }: UnitFacts): Words {
  const cause = result === 'exit-code' ? causes[status] : undefined;
  const values = { name: visibleName(name), result, status };
  return joinWords(
    [
      cause === undefined
        ? say('{name} has failed, with the result {result} and the status {status}.', values)
        : say('{name} has failed: {cause} (status {status}).', { ...values, cause }),
      ...(lastLine === undefined ? [] : [say('Its journal says: {lastLine}.', { lastLine: withoutStop(lastLine) })]),
    ],
    ' ',
  );
}

function withoutStop(line: string): string {
  return line.replace(/\.$/, '');
}

/** Restarts a socket and its service together: systemd starts no socket whose service runs. */
function restart(units: readonly UnitFacts[]): string {
  return `systemctl restart ${namesOf(units)}`;
}

function namesOf(units: readonly UnitFacts[]): string {
  return units.map(({ name }) => name).join(' ');
}

function fixOf({ name, result, status }: UnitFacts, units: readonly UnitFacts[]): GivenCheckFix {
  const again = [`systemctl reset-failed ${namesOf(units)}`, restart(units)];
  const cause = result === 'exit-code' ? status : 0;
  if (cause === 203 || cause === 217)
    return advice(say('Install the helper of Bulkhead as a whole, then run bulkheadctl doctor again.'));
  if (cause === 226)
    return commands(
      say('See what the policy of the host does not allow, and what to do; then start it again.'),
      'bulkheadctl policy check',
      ...again,
    );
  if (cause === 229)
    return commands(
      say('Load the modules that came with this helper, then start it again.'),
      ...installModules.commands,
      ...again,
    );
  return commands(say('See why, then start it again.'), `journalctl -b -n 30 -u ${name}`, ...again);
}
