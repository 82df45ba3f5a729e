// SPDX-License-Identifier: Apache-2.0
/** Reads which system calls a seccomp profile of LXC denies, and with which error. */

import { readFileSync } from 'node:fs';
import { type ConfigurationLine, valueOf } from '../../../lxc/configuration-file.ts';

/** The number of the error by the name of the call, or by the name of the call and the flag with which alone it is denied. */
export type DeniedCalls = ReadonlyMap<string, number>;

/** Reads the calls of a container's denylist; none for any other profile, or none. */
export function deniedCallsOf(configuration: readonly ConfigurationLine[]): DeniedCalls {
  return deniedCallsIn(valueOf(configuration, 'lxc.seccomp.profile') ?? '');
}

/** Always denied, or where the first argument has a flag. */
const rule = /^([a-z0-9_]+) errno (\d+)(?: \[0,(0x[0-9a-f]+),SCMP_CMP_MASKED_EQ,\3\])?$/;

/** Profiles of containers are about these flags. */
const flagNames: Readonly<Record<string, string>> = { '0x40000000': 'CLONE_NEWNET' };

/** Reads the calls of a denylist from its file. */
export function deniedCallsIn(profile: string): DeniedCalls {
  let text: string;
  try {
    text = readFileSync(profile, 'utf8');
  } catch {
    return new Map();
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  if (!lines.includes('denylist') && !lines.includes('blacklist')) return new Map();
  return new Map(
    lines.flatMap((line) => {
      const [, name, errno, bits] = rule.exec(line) ?? [];
      if (name === undefined) return [];
      if (bits === undefined) return [[name, Number(errno)] as const];
      const flag = flagNames[bits];
      return flag === undefined ? [] : [[`${name} ${flag}`, Number(errno)] as const];
    }),
  );
}
