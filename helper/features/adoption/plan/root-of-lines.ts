// SPDX-License-Identifier: Apache-2.0
/** The root file system of a configuration, as far as its files can be copied: a plain folder, and one range of ids. */

import { say, type Words } from '../../../../contract/text.ts';
import type { IdRange } from '../../../lxc/id-ranges.ts';
import { idMappingsOf, idsPerContainer } from '../../../lxc/id-ranges.ts';
import type { ConfigurationLine } from '../../../lxc/configuration-file.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';

export interface RootOfLines {
  /** Undefined when there is none that can be copied; then a problem says why. */
  readonly path: string | undefined;
  /** The ids of the host to which its files belong. */
  readonly ids: IdRange;
  readonly problems: readonly Words[];
}

const hostIds: IdRange = { base: 0, count: idsPerContainer };

export function rootOfLines(name: string, lines: readonly ConfigurationLine[]): RootOfLines {
  const path = pathOf(name, valueOf(lines, 'lxc.rootfs.path') ?? '');
  const ids = idsOf(lines);
  return {
    path: path.value,
    ids: ids.value ?? hostIds,
    problems: [path.problem, ids.problem].filter((problem) => problem !== undefined),
  };
}

interface Found<T> {
  readonly value?: T;
  readonly problem?: Words;
}

function pathOf(name: string, text: string): Found<string> {
  const [, backend, path = ''] = /^(?:([a-z][a-z0-9]*):)?(.*)$/s.exec(text) ?? [];
  if (text === '')
    return { problem: say('its configuration names no root (lxc.rootfs.path); lxc-update-config updates an old one') };
  if (backend !== undefined && backend !== 'dir')
    return {
      problem: say(
        'its root is on the backend {backend}, and only a folder can be copied; lxc-copy -n {name} ' +
          '-N NEW -B dir makes a container with one',
        { backend, name },
      ),
    };
  const parts = path.split('/').slice(1);
  if (
    !path.startsWith('/') ||
    parts.every((part) => part === '') ||
    parts.some((part) => part === '.' || part === '..')
  )
    return { problem: say('its root {path} is not the whole path of a folder below /', { path }) };
  return { value: `/${parts.filter((part) => part !== '').join('/')}` };
}

/** Files keep the ids of the container where LXC mounts the root with its ids mapped. */
function idsOf(lines: readonly ConfigurationLine[]): Found<IdRange> {
  const mappings = idMappingsOf(lines);
  const isMappedByMount = (valueOf(lines, 'lxc.rootfs.options') ?? '')
    .split(',')
    .some((option) => option.startsWith('idmap='));
  if (mappings.length === 0 || isMappedByMount) return { value: hostIds };
  const [users, groups] = [mappings.filter(({ kind }) => kind !== 'g'), mappings.filter(({ kind }) => kind !== 'u')];
  const [user, group] = [users[0], groups[0]];
  const isOne =
    users.length === 1 &&
    groups.length === 1 &&
    user?.inside === 0 &&
    group?.inside === 0 &&
    user.host.base === group.host.base &&
    user.host.count === group.host.count;
  if (user === undefined || !isOne)
    return {
      problem: say(
        'its user ids are mapped in several pieces (lxc.idmap), and only one range from 0 on, for ' +
          'users and groups alike, can be moved; give it such a range first',
      ),
    };
  return { value: { base: user.host.base, count: Math.min(user.host.count, idsPerContainer) } };
}
