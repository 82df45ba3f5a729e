// SPDX-License-Identifier: Apache-2.0
/** The options that say what a domain of its own listens on and may do: the same in `create` and `confine`. */

import type { Command } from 'commander';
import { allChoices, type Choice, choices } from '../../contract/model/policy/choices.ts';
import { choiceProfiles, type ProfileName, profileNames } from '../../contract/model/policy/choice-profiles.ts';
import type { ServedPortNumber } from '../../contract/model/containers/container.ts';
import { choiceArgument, portArgument, profileArgument } from './argument-parsers.ts';

export interface DomainOptions {
  readonly listen?: readonly ServedPortNumber[];
  readonly allow?: readonly Choice[];
  readonly profile?: ProfileName;
}

export function addDomainOptions(command: Command): Command {
  return command
    .option(
      '--listen <port>',
      'a port that it may listen on in a domain of its own, 80 or 53/udp; may be given several times',
      portArgument,
    )
    .option(
      '--allow <choice>',
      'what it may also do in a domain of its own (see below); may be given several times',
      choiceArgument,
    )
    .option(
      '--profile <name>',
      `ports and choices for common work, besides those that are given: ${profileNames.join(', ')}`,
      profileArgument,
    );
}

/** What a domain of its own gets: a profile, and what is given beside it. */
export function readDomainOptions({ listen = [], allow = [], profile }: DomainOptions): {
  readonly ports: readonly ServedPortNumber[];
  readonly allow: readonly Choice[];
} {
  const given = profile === undefined ? { ports: [], allow: [] } : choiceProfiles[profile];
  const named: readonly Choice[] = [...given.allow, ...allow];
  const ports = new Map([...given.ports, ...listen].map((port) => [`${port.port}/${port.protocol}`, port]));
  return { ports: [...ports.values()], allow: allChoices.filter((choice) => named.includes(choice)) };
}

/** For the help: each choice with its risk and what it opens. */
export function describeChoices(): string {
  const width = Math.max(...allChoices.map((choice) => choice.length));
  const lines = allChoices.map(
    (choice) => `  ${choice.padEnd(width)}  ${choices[choice].label} (${choices[choice].risk} risk)`,
  );
  return `\nChoices for --allow, all off by default:\n${lines.join('\n')}\n`;
}
