// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a container that does not run to the program that is chosen in place of an init: the lines of its
 * configuration, and the files that a client of DHCP or an init would write. All of it is written again at each start,
 * since the user's ids and the address may have changed.
 */

import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';
import { type IdRange, rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { findUser, type FoundUser } from '../../lxc/program/find-user.ts';
import { initFile } from '../../lxc/program/host-init.ts';
import { type ProgramAddress, runsProgram, withoutProgram, withProgram } from '../../lxc/program/program-lines.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { withPortGuard } from '../../lxc/network/port-guard.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { hasCode } from '../../system/errno.ts';
import { belowFolder, type TreeBelow } from '../../system/files/tree-below.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import type { ContainersHost } from './containers-host.ts';
import { withoutSharedMemory, withSharedMemory } from '../../lxc/dev-label.ts';
import type { ContainerChoices } from './ports/containers.ts';

interface BringingProgram
  extends Pick<ContainersHost, 'places' | 'reservations'>, Pick<ContainerChoices, 'described' | 'mount'> {
  readonly linesOf: (name: string) => readonly ConfigurationLine[];
  readonly change: (
    name: string,
    changed: (lines: readonly ConfigurationLine[]) => readonly ConfigurationLine[],
  ) => void;
}

/** Limits what is read of `/etc/passwd` and `/etc/group`, which a container may have written. */
const maxFileBytes = 1024 * 1024;

export function createBringProgram({
  places,
  reservations,
  linesOf,
  change,
  described,
  mount,
}: BringingProgram): (name: string) => Promise<void> {
  return async (name) => {
    const { settings, network } = described(name);
    if (settings.program.length === 0) {
      change(name, (lines) => (runsProgram(lines) ? withoutSharedMemory(withoutProgram(lines)) : lines));
      return;
    }
    const own = containerPlaces(places, name);
    // It was mounted before a program was chosen for it.
    if (belowFolder(own.rootfs, (tree) => tree.statusOf(initFile)) === undefined) {
      await unmountRoot(name, own);
      await mount(name);
    }
    const ids =
      linesOf(name).flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : []))[0] ??
      fail('container-failed', { name, reason: say('its configuration names no id range; restore it from a copy') });
    const user = readUser(name, own.rootfs, settings);
    // The address is chosen in one turn with the writing: no other container can get the same in between.
    const address = reservations.ofProgram({ name, network, settings });
    change(name, (lines) =>
      withPortGuard(withProgram(withSharedMemory(lines), { settings, user, address }), ownBridges(places.state)),
    );
    writeNetworkFiles(own.rootfs, { ids, hostname: settings.hostname ?? name, settings, address });
  };
}

function readUser(name: string, rootfs: string, { user }: Settings): FoundUser {
  const found = belowFolder(rootfs, (tree) =>
    findUser(user, { passwd: textIn(tree, 'etc/passwd'), group: textIn(tree, 'etc/group') }),
  );
  if (!('missing' in found)) return found;
  fail('container-failed', {
    name,
    reason: say('its files know no user or group {missing}; choose another by bulkheadctl set', found),
  });
}

function textIn(tree: TreeBelow, path: string): string {
  try {
    return (tree.statusOf(path)?.size ?? 0) > maxFileBytes ? '' : tree.readFile(path);
  } catch (error) {
    if (isInTheWay(error)) return '';
    throw error;
  }
}

interface NetworkFiles {
  readonly ids: IdRange;
  readonly hostname: string;
  readonly settings: Settings;
  readonly address: ProgramAddress | undefined;
}

/** What nothing inside would write. A link in the place of such a file stays. */
function writeNetworkFiles(rootfs: string, { ids, hostname, settings, address }: NetworkFiles): void {
  const mark = '# Written by Bulkhead at each start.';
  const { nameservers, searchDomains } = settings;
  const servers = nameservers.length > 0 || address === undefined ? nameservers : [address.gateway];
  const files = {
    'etc/hosts': [
      ...[mark, '127.0.0.1 localhost', '::1 localhost ip6-localhost ip6-loopback'],
      `${address?.address ?? '127.0.1.1'} ${hostname}`,
    ],
    'etc/resolv.conf': [
      mark,
      ...servers.map((server) => `nameserver ${server}`),
      ...(searchDomains.length === 0 ? [] : [`search ${searchDomains.join(' ')}`]),
    ],
  };
  belowFolder(rootfs, (tree) => {
    for (const [path, lines] of Object.entries(files))
      try {
        tree.writeFile(path, `${lines.join('\n')}\n`, { owner: ids.base, mode: 0o644 });
      } catch (error) {
        if (!isInTheWay(error)) throw error;
      }
  });
}

function isInTheWay(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EXDEV', 'ENXIO', 'ENODEV', 'EISDIR', 'EINVAL');
}
