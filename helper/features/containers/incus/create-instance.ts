// SPDX-License-Identifier: Apache-2.0
/**
 * Creates a confined container of Incus: its categories are chosen among all of both engines and all members, and its
 * files get their label by the mount of their volume. All or nothing: what fails or is cancelled is deleted again.
 */

import { randomInt } from 'node:crypto';
import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import { boundLines } from '../../../cgroup/cgroup-bounds.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import { type InstanceName, pathOf, readInstance } from '../../../incus/incus-instances.ts';
import { canLabelByMount } from '../../../incus/incus-volumes.ts';
import { releasePair, reservePair } from '../../../incus/reserved-pairs.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { formatConfiguration } from '../../../lxc/configuration-file.ts';
import { idsPerContainer } from '../../../lxc/id-ranges.ts';
import { type CategoryPair, choosePair, levelOf, pairOf } from '../../../selinux/category-pairs.ts';
import { domainType, fileTypeOf } from '../../../selinux/types.ts';
import type { IncusContainers } from './incus-containers.ts';
import { limitConfig } from './limit-keys.ts';

export interface CreateInstanceHost {
  readonly client: IncusClient;
  readonly intents: IntentJournal;
  /** Configured contexts of all containers of both engines. */
  readonly contexts: () => Iterable<string>;
  /** The first of 65,536 ids of the host that no container of either engine has; undefined where there are none. */
  readonly freeIds: () => number | undefined;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Fails where the kernel or the policy would confine nothing. */
  readonly checkSelinux: () => void;
  /** Others see its context and its ids from now on; gives the function that ends that. */
  readonly announce: IncusContainers['announce'];
  /** Has the list know it as Incus has it. */
  readonly refresh: () => Promise<void>;
  /** Starts what was created, and looks at its context. */
  readonly start: () => Promise<void>;
}

export type NewInstance = Params<'cluster.create'>;

/** Milliseconds in which an image is fetched from another member and unpacked. */
const creationTimeoutMs = 30 * 60_000;
/** It is being created, and nobody needs it yet: recovery deletes it. */
const creatingKey = 'user.bulkhead.creating';

export async function createInstance(
  request: NewInstance,
  { client, intents, contexts, now, start, checkSelinux, freeIds, announce, refresh }: CreateInstanceHost,
  signal: AbortSignal,
): Promise<void> {
  const { name, pool, member } = request;
  if (!/^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name))
    fail('container-failed', {
      name,
      reason: say('Incus takes only names that begin with a letter and hold letters, digits and dashes'),
    });
  checkSelinux();
  if (!(await canLabelByMount(client, pool, signal)))
    fail('container-failed', {
      name,
      reason: say(
        'the pool {pool} is none of block devices, so its volumes cannot have labels of their own; choose one of lvm, ' +
          'ceph, or zfs with zfs.block_mode',
        { pool },
      ),
    });
  if (await isThere(client, name)) fail('container-exists', { name });
  const pair = await reservePair(client, {
    ...{ now: now(), signal },
    choose: (reserved) => choosePair([...pairsOf(contexts()), ...reserved], (n) => randomInt(n)),
  });
  if (pair === undefined) fail('container-failed', { name, reason: say('every pair of categories is taken') });
  const context: SecurityContext = { user: 'system_u', role: 'system_r', type: domainType, level: levelOf(pair) };
  let end = (): void => undefined;
  const intent = intents.begin({ kind: 'create-instance', subject: name, data: null });
  let isWhole = false;
  try {
    // From the choice of its ids to the announcement nobody else has a turn.
    if ([...pairsOf(contexts())].some((other) => String(other) === String(pair)))
      fail('container-failed', { name, reason: say('its categories were taken meanwhile; try again') });
    const idBase =
      freeIds() ??
      fail('container-failed', {
        name,
        reason: say('no user ids are left for root in /etc/subuid; add a line such as root:100000:1000000000'),
      });
    end = announce({
      ...{ name, context: formatSecurityContext(context) },
      ids: { base: idBase, count: idsPerContainer },
    });
    const query = new URLSearchParams({ project: 'default', ...(member !== undefined && { target: member }) });
    await client.change({
      ...{ method: 'POST', path: `/1.0/instances?${query.toString()}` },
      ...{ body: bodyOf(request, context, idBase), signal, timeoutMs: creationTimeoutMs },
    });
    signal.throwIfAborted();
    await refresh();
    if (request.start) await start();
    signal.throwIfAborted();
    await client.change({ method: 'PATCH', path: pathOf(named(name)), body: { config: { [creatingKey]: '' } } });
    await refresh();
    isWhole = true;
  } finally {
    if (!isWhole) await deleteUnfinished(client, name);
    await releasePair(client, pair).catch(() => undefined);
    end();
    intents.release(intent);
  }
}

/** Deletes what a creation has left; does nothing to one that is whole, or that another tool created. */
export async function deleteUnfinished(client: IncusClient, name: string): Promise<void> {
  try {
    const { value } = await readInstance(client, named(name));
    if (value.config[creatingKey] === undefined) return;
    if (value.status_code !== 102)
      await client.change({
        ...{ method: 'PUT', path: pathOf(value, '/state') },
        body: { action: 'stop', force: true, timeout: -1 },
      });
    await client.change({ method: 'DELETE', path: pathOf(value) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const named = (name: string): InstanceName => ({ name, project: 'default' });

async function isThere(client: IncusClient, name: string): Promise<boolean> {
  try {
    await readInstance(client, named(name));
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function* pairsOf(contexts: Iterable<string>): Generator<CategoryPair> {
  for (const context of contexts) {
    const pair = pairOf(context);
    if (pair !== undefined) yield pair;
  }
}

/**
 * Takes away what Incus mounts from the host: its files of debugging and tracing among them. /sys is writable otherwise, for
 * which networkd waits for an udev that is not there.
 */
const mounts = [
  { key: 'lxc.mount.entry', value: '' },
  { key: 'lxc.mount.entry', value: 'mqueue dev/mqueue mqueue rw,relatime,create=dir,optional 0 0' },
  { key: 'lxc.mount.auto', value: 'proc:mixed sys:mixed' },
];

/** The request of Incus' API. Everything in it is fixed text, a number, or a word that the contract has parsed. */
function bodyOf({ name, image, pool, limits }: NewInstance, context: SecurityContext, idBase: number): object {
  const label = formatSecurityContext({ ...context, role: 'object_r', type: fileTypeOf(context.type) });
  const { diskBytes, ...others } = limits;
  const isFingerprint = /^[0-9a-f]{12,64}$/.test(image);
  return {
    name,
    type: 'container',
    source: { type: 'image', ...(isFingerprint ? { fingerprint: image } : { alias: image }) },
    config: {
      ...limitConfig(others),
      'raw.lxc': formatConfiguration([
        { key: 'lxc.selinux.context', value: formatSecurityContext(context) },
        ...mounts,
        ...boundLines(),
      ]),
      'security.idmap.isolated': 'true',
      'security.idmap.base': String(idBase),
      'security.idmap.size': String(idsPerContainer),
      'security.guestapi': 'false',
      'user.bulkhead.version': '1',
      [creatingKey]: 'true',
    },
    devices: {
      root: {
        ...{ type: 'disk', path: '/', pool },
        ...(diskBytes !== null && { size: String(diskBytes) }),
        'initial.block.mount_options': `discard,context="${label}"`,
      },
    },
  };
}
