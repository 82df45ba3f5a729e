// SPDX-License-Identifier: Apache-2.0
/** The options that say what a domain of its own listens on and may do: the same in `create` and `confine`. */

import type { Command } from 'commander';
import { allChoices, type Choice, choices } from '../../contract/model/policy/choices.ts';
import { choiceProfiles, type ProfileName, profileNames } from '../../contract/model/policy/choice-profiles.ts';
import { readConnectTargets } from '../../contract/model/policy/connect-target.ts';
import { type ConnectPort, connectTypeRisk } from '../../contract/model/policy/port-type.ts';
import type { ServedPortNumber } from '../../contract/model/containers/container.ts';
import { type AllowArgument, allowArgument, nothingAllowed } from './allow-argument.ts';
import { portArgument, profileArgument } from './argument-parsers.ts';
import { formatFacts } from '../output/format-facts.ts';

/** The width of help texts in columns: what commander uses where no terminal says another. */
const helpWidth = 80;

export interface DomainOptions {
  readonly listen?: readonly ServedPortNumber[];
  readonly allow?: AllowArgument;
  readonly profile?: ProfileName;
}

export function addDomainOptions(command: Command): Command {
  return command
    .option(
      '--listen <port>',
      'a port that it may listen on in its own domain, 80 or 53/udp; may be given several times',
      portArgument,
    )
    .option(
      '--allow <choice>',
      'what it may also do in its own domain (see below); may be given several times',
      allowArgument,
    )
    .option(
      '--profile <name>',
      `ports and choices for common work, besides those that are given: ${profileNames.join(', ')}`,
      profileArgument,
    );
}

/** What a domain of its own gets: a profile, and what is given beside it. */
export function readDomainOptions({ listen = [], allow = nothingAllowed, profile }: DomainOptions): {
  readonly ports: ServedPortNumber[];
  readonly allow: Choice[];
  readonly connectTypes: string[];
  readonly connectPorts: ConnectPort[];
} {
  const given = profile === undefined ? { ports: [], allow: [] } : choiceProfiles[profile];
  const named: readonly Choice[] = [...given.allow, ...allow.choices];
  const targets = readConnectTargets(allow.targets);
  const ports = new Map([...given.ports, ...listen].map((port) => [`${port.port}/${port.protocol}`, port]));
  return {
    ports: [...ports.values()],
    allow: allChoices.filter((choice) => named.includes(choice)),
    connectTypes: [...(targets?.connectTypes ?? [])],
    connectPorts: [...(targets?.connectPorts ?? [])],
  };
}

/** Lists each choice with its risk and what it opens, for the help. */
export function describeChoices(): string {
  const rows: readonly (readonly [choice: string, label: string, risk: string])[] = [
    ...allChoices.map((choice) => [choice, choices[choice].label, choices[choice].risk] as const),
    ['connect:TYPE', 'Connect to TCP ports of one type, such as postgresql_port_t', connectTypeRisk],
    ['connect:PORT', 'Connect to the type of a TCP port, such as 5432, and all its ports', connectTypeRisk],
  ];
  const facts = rows.map(([choice, label, risk]) => [choice, `${label} (${risk} risk)`] as const);
  const lines = formatFacts(facts, { paint: (text) => text, width: helpWidth - 2 });
  return `\nChoices for --allow, all off by default:\n${lines.replace(/^(?=.)/gm, '  ')}`;
}
