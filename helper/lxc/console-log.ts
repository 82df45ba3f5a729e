// SPDX-License-Identifier: Apache-2.0
/**
 * The lines of LXC's configuration that keep what a container writes to its console: in two files of limited size in
 * Bulkhead's folder of it, outside its root, so that it can neither read nor replace them and they take none of its disk.
 */

import { serviceLimits } from '../../contract/service-limits.ts';
import type { ConfigurationLine } from './configuration-file.ts';

/** LXC moves the full file to `.1`, in place of the one before. */
export function consoleLogLines(path: string): readonly ConfigurationLine[] {
  return [
    { key: 'lxc.console.logfile', value: path },
    { key: 'lxc.console.size', value: String(serviceLimits.consoleLogBytes.value) },
    { key: 'lxc.console.rotate', value: '1' },
  ];
}

/** A file, or its size, that somebody chose by hand is replaced: without a limit it would fill the host's disk. */
export function withConsoleLog(lines: readonly ConfigurationLine[], path: string): readonly ConfigurationLine[] {
  const own = consoleLogLines(path);
  const keys = new Set(own.map(({ key }) => key));
  const isThere = own.every(({ key, value }) => {
    const present = lines.filter((line) => line.key === key);
    return present.length === 1 && present[0]?.value === value;
  });
  return isThere ? lines : [...lines.filter(({ key }) => !keys.has(key)), ...own];
}
