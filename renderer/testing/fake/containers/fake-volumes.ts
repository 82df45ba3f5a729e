// SPDX-License-Identifier: Apache-2.0
/** Gives volumes on the fake host, and takes some time to set labels. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { namedVolumeOfSource } from '../../../../contract/model/containers/named-volume.ts';
import type { GivenVolumeFolder } from '../../../../contract/model/containers/volume-folder.ts';
import type { GivenVolumeItem } from '../../../../contract/operations/containers/volume.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

const total = 4000;
const notListed =
  'it lies below none of /srv, /mnt, /media, /opt, nor below what /etc/bulkhead/volumes.conf lists, ' +
  'and is no folder of your own: it belongs to the user 0; ' +
  'use such a folder, or have an administrator list this one';

export function fakeVolumes(
  host: FakeHost,
): Pick<Handlers<string>, 'volume.check' | 'volume.folders' | 'volume.attach' | 'volume.detach'> {
  function stopped(name: string): Container {
    const container = host.containers.get(name) ?? fail('container-not-found', { name });
    if (container.state !== 'stopped') fail('container-running', { name });
    return container;
  }

  return {
    'volume.check': async ({ source, share }) => ({ problem: problemOfSource(host, source, share) ?? null }),
    'volume.folders': async ({ path }) => {
      await pause(150);
      const below = folders.filter((one) => (path === undefined ? /^\/[^/]+$/.test(one) : parentOf(one) === path));
      return { folders: below.map((one) => describeFolder(host, one)), isTruncated: false };
    },
    async *'volume.attach'({ name, source, target, readOnly, share }, { signal }) {
      const container = stopped(name);
      const users = [...host.containers.values()].filter((one) =>
        one.volumes.some((volume) => volume.source === source),
      );
      checkSource(host, source, share);
      if (container.volumes.some((volume) => volume.target === target))
        fail('volume-not-allowed', { path: source, reason: `${name} has a volume at ${target} already` });
      yield* labelled(signal);
      const category = users.length === 0 ? null : 993;
      const changed = { ...container, volumes: [...container.volumes, { source, target, readOnly, category }] };
      for (const user of users)
        host.change({
          ...user,
          volumes: user.volumes.map((volume) => (volume.source === source ? { ...volume, category } : volume)),
        });
      host.change(changed);
      return { container: changed };
    },
    async *'volume.detach'({ name, target }, { signal }) {
      const container = stopped(name);
      if (!container.volumes.some((volume) => volume.target === target)) fail('volume-not-found', { name, target });
      yield* labelled(signal);
      const changed = { ...container, volumes: container.volumes.filter((volume) => volume.target !== target) };
      host.change(changed);
      return { container: changed };
    },
  };
}

/** Fails for a folder that the fake host does not give to containers. */
export function checkSource(host: FakeHost, source: string, share: boolean): void {
  const reason = problemOfSource(host, source, share);
  if (reason !== undefined) fail('volume-not-allowed', { path: source, reason });
}

/** A folder whose name ends in `missing` or `nonexistent` does not exist. */
function problemOfSource(host: FakeHost, source: string, share: boolean): string | undefined {
  const users = [...host.containers.values()].filter((one) => one.volumes.some((volume) => volume.source === source));
  if (users.length > 0 && !share)
    return `it is a volume of ${users.map((user) => user.name).join(', ')}; share it (--share) if both are to reach it`;
  const problem = problemOfPath(source);
  if (problem !== undefined) return problem;
  return /(?:missing|nonexistent)$/.test(source) ? 'there is no such folder on the host' : undefined;
}

/** Judges the path alone. */
export function problemOfPath(source: string): string | undefined {
  if (namedVolumeOfSource(source) !== undefined) return undefined;
  if (/^\/(?:etc|usr|proc|sys|dev|boot|run)(?:\/|$)/.test(source)) return 'it belongs to the system';
  return /^\/(?:srv|mnt|media|opt|home\/operator)\//.test(source) ? undefined : notListed;
}

/** What there is on the fake host from which a volume can be chosen. */
const folders = [
  ...['/srv', '/srv/backup', '/srv/pages', '/srv/pages/blog', '/srv/pages/shop', '/srv/secret'],
  ...['/mnt', '/media', '/opt', '/opt/app'],
];

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function describeFolder(host: FakeHost, path: string): GivenVolumeFolder {
  const users = [...host.containers.values()].filter((one) => one.volumes.some(({ source }) => source === path));
  return {
    path,
    label: host.selinux === 'disabled' ? null : 'system_u:object_r:var_t:s0',
    problem: parentOf(path) === '' ? 'it is too wide; make a folder below it for this volume' : null,
    users: users.map(({ name }) => name),
    isOpen: !path.endsWith('secret'),
  };
}

async function* labelled(signal: AbortSignal): AsyncGenerator<GivenVolumeItem, void, undefined> {
  for (let files = 0; files <= total; files += 500) {
    yield { type: 'progress', files, total };
    await pause(120, signal);
  }
}
