// SPDX-License-Identifier: Apache-2.0
/** Reads which system calls a seccomp profile of LXC denies. */

import { readFileSync } from 'node:fs';
import { type ConfigurationLine, valueOf } from '../../../lxc/configuration-file.ts';

/** Of a container's denylist; empty for any other profile, or none. */
export function deniedCallsOf(configuration: readonly ConfigurationLine[]): ReadonlySet<string> {
  return deniedCallsIn(valueOf(configuration, 'lxc.seccomp.profile') ?? '');
}

/** The same of a file. */
export function deniedCallsIn(profile: string): ReadonlySet<string> {
  let text: string;
  try {
    text = readFileSync(profile, 'utf8');
  } catch {
    return new Set();
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  if (!lines.includes('denylist') && !lines.includes('blacklist')) return new Set();
  return new Set(lines.flatMap((line) => /^([a-z0-9_]+) errno \d+$/.exec(line)?.[1] ?? []));
}
