// SPDX-License-Identifier: Apache-2.0
/**
 * Creates a confined container of Incus: its categories are chosen among all of both engines and all members, and its
 * files get their label by the mount of their volume, or one by one where their pool has no volumes of its own. All or
 * nothing: what fails or is cancelled is deleted again.
 */

import { randomUUID } from 'node:crypto';
import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import { writeInstanceFile } from '../../../incus/incus-files.ts';
import { type IncusInstance, type InstanceName, pathOf, readInstance } from '../../../incus/incus-instances.ts';
import { canLabelByMount } from '../../../incus/incus-volumes.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { type InstanceSource, sourceOf } from './instance-source.ts';
import { limitConfig } from './limit-keys.ts';
import { confiningConfig, type IdentityHost, mountOptionsOf, takeIdentity } from './own-identity.ts';
import { labelVolume } from './volume-label.ts';

export interface CreateInstanceHost extends IdentityHost {
  readonly intents: IntentJournal;
  /** Fails where the kernel or the policy would confine nothing. */
  readonly checkSelinux: () => void;
  /** Has the list know it as Incus has it. */
  readonly refresh: () => Promise<void>;
  /** The instance of this host that it is to be a copy of; fails where it is none of Bulkhead's. */
  readonly own: (name: string) => IncusInstance;
  /** Fails with `container-failed` where its files have another label than its context calls for. */
  readonly checkLabels: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** Why none may be on this pool of folders; undefined where one may. */
  readonly folderProblem: (pool: string) => Words | undefined;
  /** Gives its files the label of its context, where its mount does not and it is on this host. */
  readonly labelFiles: (instance: InstanceName, context: string) => Promise<void>;
  /** Starts what was created, and looks at its context. */
  readonly start: () => Promise<void>;
}

export type NewInstance = Params<'cluster.create'>;

/** Milliseconds in which an image is fetched from another member and unpacked. */
const creationTimeoutMs = 30 * 60_000;
/**
 * It says by which creation it came to be. Recovery deletes the one whose creation it knows, and no other of its name.
 */
const creationKey = 'user.bulkhead.creation';

const named = (name: string): InstanceName => ({ name, project: 'default' });

export async function createInstance(
  request: NewInstance,
  host: CreateInstanceHost,
  signal: AbortSignal,
): Promise<void> {
  const { client, intents, start, refresh, own, checkLabels, labelFiles } = host;
  const { name, member } = request;
  const source = sourceOf(request, own);
  const { isByMount } = await checkNewInstance({ name, pool: source.pool }, host, signal);
  const identity = await takeIdentity(name, host, signal);
  const { context, idBase } = identity;
  const creation = randomUUID();
  const intent = intents.begin({ kind: 'create-instance', subject: name, data: { creation } });
  let isWhole = false;
  try {
    const query = new URLSearchParams({ project: 'default', ...(member !== undefined && { target: member }) });
    await client.change({
      method: 'POST',
      path: `/1.0/instances?${query.toString()}`,
      body: bodyOf(request, { source, context, idBase, creation, isByMount }),
      signal,
      timeoutMs: creationTimeoutMs,
    });
    signal.throwIfAborted();
    if (source.isCopy) await ownCopy(context);
    await refresh();
    await labelFiles(named(name), formatSecurityContext(context));
    if (request.start) await start();
    signal.throwIfAborted();
    isWhole = true;
  } finally {
    if (!isWhole) await deleteUnfinished(client, name, creation);
    await identity.release();
    intents.release(intent);
  }

  /** A copy has the label of the other's volume, and what names the other in its files. */
  async function ownCopy(context: SecurityContext): Promise<void> {
    const { value } = await readInstance(client, named(name));
    await labelVolume(client, value, context);
    await checkLabels(value, signal);
    await writeInstanceFile(client, value, { path: '/etc/hostname', text: `${name}\n`, mode: '0644' });
    // Empty, systemd makes another one at its first start.
    await writeInstanceFile(client, value, { path: '/etc/machine-id', text: '', mode: '0444' });
  }
}

/** Fails where one of this name cannot be created on this pool. Changes nothing. Gives whether the mount labels its files. */
export async function checkNewInstance(
  { name, pool }: { readonly name: string; readonly pool: string },
  { client, checkSelinux, folderProblem }: Pick<CreateInstanceHost, 'client' | 'checkSelinux' | 'folderProblem'>,
  signal: AbortSignal,
): Promise<{ readonly isByMount: boolean }> {
  if (!/^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name))
    fail('container-failed', {
      name,
      reason: say('Incus takes only names that begin with a letter and hold letters, digits and dashes'),
    });
  checkSelinux();
  const [isByMount, isTaken] = await Promise.all([
    canLabelByMount(client, pool, signal),
    isThere(client, name, signal),
  ]);
  if (isTaken) fail('container-exists', { name });
  const problem = isByMount ? undefined : folderProblem(pool);
  if (problem !== undefined) fail('container-failed', { name, reason: problem });
  return { isByMount };
}

/** Deletes what this creation has left; does nothing to one of the same name that came to be otherwise. */
export async function deleteUnfinished(client: IncusClient, name: string, creation: string): Promise<void> {
  try {
    const { value } = await readInstance(client, named(name));
    if (value.config[creationKey] !== creation) return;
    if (value.status_code !== 102)
      await client.change({
        method: 'PUT',
        path: pathOf(value, '/state'),
        body: { action: 'stop', force: true, timeout: -1 },
      });
    await client.change({ method: 'DELETE', path: pathOf(value) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function isThere(client: IncusClient, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await readInstance(client, named(name), signal);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

interface Chosen {
  readonly source: InstanceSource;
  readonly context: SecurityContext;
  readonly idBase: number;
  readonly creation: string;
  readonly isByMount: boolean;
}

/**
 * Makes the request of Incus' API. Everything in it is fixed text, a number, or a word that the contract has parsed.
 */
function bodyOf({ name, limits }: NewInstance, { source: from, context, idBase, creation, isByMount }: Chosen): object {
  const { diskBytes, ...others } = limits;
  return {
    name,
    type: 'container',
    source: from.source,
    config: {
      // A copy has those of the other one.
      ...(from.isCopy ? {} : limitConfig(others)),
      ...confiningConfig({ context, idBase }),
      [creationKey]: creation,
    },
    devices: {
      ...from.devices,
      [from.rootName]: {
        ...from.root,
        ...(diskBytes !== null && { size: String(diskBytes) }),
        ...(isByMount && { 'initial.block.mount_options': mountOptionsOf(context) }),
      },
    },
  };
}
