// SPDX-License-Identifier: Apache-2.0
/**
 * The lines of LXC's configuration that name places of Bulkhead. What a container writes to its console is kept in two
 * files of limited size in Bulkhead's folder of it, outside its root, so that it can neither read nor replace them and
 * they take none of its disk. Its root is mounted, where only its own processes see it, over a folder of Bulkhead: LXC's
 * usual one lies among the host's libraries, over which the helper may mount nothing.
 */

import { serviceLimits } from '../../contract/rules/service-limits.ts';
import type { ConfigurationLine } from './configuration-file.ts';
import type { ContainerPlaces } from './places.ts';

export type LinePlaces = Pick<ContainerPlaces, 'consoleLog' | 'rootMount'>;

/** LXC moves the full file of the console to `.1`, in place of the one before. */
export function placeLines({ consoleLog, rootMount }: LinePlaces): readonly ConfigurationLine[] {
  return [
    { key: 'lxc.console.logfile', value: consoleLog },
    { key: 'lxc.console.size', value: String(serviceLimits.consoleLogBytes.value) },
    { key: 'lxc.console.rotate', value: '1' },
    { key: 'lxc.rootfs.mount', value: rootMount },
  ];
}

/** A file, or its size, that somebody chose by hand is replaced: without a limit it would fill the host's disk. */
export function withPlaceLines(lines: readonly ConfigurationLine[], places: LinePlaces): readonly ConfigurationLine[] {
  const own = placeLines(places);
  const keys = new Set(own.map(({ key }) => key));
  const isThere = own.every(({ key, value }) => {
    const present = lines.filter((line) => line.key === key);
    return present.length === 1 && present[0]?.value === value;
  });
  return isThere ? lines : [...lines.filter(({ key }) => !keys.has(key)), ...own];
}
