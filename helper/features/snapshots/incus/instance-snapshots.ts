// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots of an instance of Incus. Incus keeps the files and the configuration of that moment, and brings both back:
 * here the configuration stays as it is, so that a restore changes neither limits nor the context.
 */

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { fail } from '../../../../contract/errors.ts';
import {
  keptBeforeChanges,
  maxSnapshots,
  type Snapshot,
  snapshotNameSchema,
  snapshotSchema,
} from '../../../../contract/model/containers/snapshot.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import type { SnapshotStep } from '../../../../contract/operations/snapshot.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import { changeConfig, type IncusInstance, type InstanceName, nameOf } from '../../../incus/incus-instances.ts';
import { untilIdle } from '../../../incus/incus-moves.ts';
import {
  type InstanceSnapshot,
  listSnapshotsOf,
  readWritable,
  removeSnapshotOf,
  restoreSnapshotOf,
  takeSnapshotOf,
  writeWhole,
} from '../../../incus/incus-snapshots.ts';
import { parseConfiguration, valueOf } from '../../../lxc/configuration-file.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import type { IntentData } from '../../../journal/intent-kinds.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { Containers } from '../../containers/ports/containers.ts';
import { nameSnapshot } from '../snapshot-name.ts';
import type { Snapshots } from '../snapshots.ts';
import { snapshotsToRemove } from '../snapshots-to-remove.ts';

export interface InstanceSnapshotsHost {
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'claim' | 'exclusively'> & {
    readonly instances: Pick<
      Containers['instances'],
      'client' | 'settled' | 'managed' | 'isRunning' | 'checkLabels' | 'labelFiles'
    >;
  };
  /** Says whether the loaded policy has a context. */
  readonly isContextKnown: (context: string) => boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

type Steps = Item<'snapshot.take'>;
type Reason = Snapshot['reason'];

export interface InstanceSnapshots extends Pick<Snapshots, 'list' | 'take' | 'restore' | 'remove'> {
  /** Ends what a crash interrupted; in the background, since Incus may not answer. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

/** What Bulkhead says of the next snapshot of an instance: each snapshot keeps the configuration of its moment. */
const markKey = 'user.bulkhead.snapshot';
const markSchema = snapshotSchema().pick({ name: true, reason: true, wasRunning: true }).extend({
  /** Marks one taking: what fails removes nothing that another tool took under the name. */
  id: z.string(),
});
type Mark = z.infer<typeof markSchema>;

export function createInstanceSnapshots({
  intents,
  containers,
  isContextKnown,
  now,
}: InstanceSnapshotsHost): InstanceSnapshots {
  const { client, managed, isRunning, checkLabels, labelFiles, settled } = containers.instances;

  async function listOf(instance: IncusInstance): Promise<readonly Snapshot[]> {
    const all = await listSnapshotsOf(client, instance);
    return all.flatMap((one) => snapshotOf(instance, one) ?? []).toSorted((a, b) => b.createdAt - a.createdAt);
  }

  async function find(instance: IncusInstance, snapshot: string): Promise<Snapshot> {
    const found = (await listOf(instance)).find(({ name }) => name === snapshot);
    return found ?? fail('snapshot-not-found', { name: nameOf(instance), snapshot });
  }

  /** Incus mounts its files with their label of then before anybody can give them another one. */
  async function checkDomainOf(instance: IncusInstance, snapshot: string): Promise<void> {
    const taken = (await listSnapshotsOf(client, instance)).find((one) => one.name === snapshot);
    const context = valueOf(parseConfiguration(taken?.config['raw.lxc'] ?? ''), 'lxc.selinux.context');
    if (context === undefined || isContextKnown(context)) return;
    const name = nameOf(instance);
    fail('container-failed', {
      name,
      reason: say(
        'the snapshot is of a time when its context was {context}, which the policy does not have now; give it its ' +
          'own domain (bulkheadctl confine {name} own), restore, and choose the domain again',
        { context, name },
      ),
    });
  }

  async function freeName(instance: IncusInstance, prefix: string | undefined): Promise<string> {
    const names = new Set((await listSnapshotsOf(client, instance)).map(({ name }) => name));
    return nameSnapshot(prefix, { seconds: now(), exists: (name) => names.has(name) });
  }

  /** Incus takes it at one moment, so a running one has files as after a power failure. */
  async function take(
    instance: IncusInstance,
    { snapshot, reason }: { readonly snapshot: string; readonly reason: Reason },
    signal: AbortSignal,
  ): Promise<Snapshot> {
    const name = nameOf(instance);
    const all = await listSnapshotsOf(client, instance, signal);
    if (all.some((one) => one.name === snapshot)) fail('snapshot-exists', { name, snapshot });
    if (all.length >= maxSnapshots) fail('snapshots-full', { name, max: maxSnapshots });
    const mark: Mark = { id: randomUUID(), name: snapshot, reason, wasRunning: isRunning(instance) };
    const intent = intents.begin({ kind: 'snapshot-instance', subject: name, data: null });
    try {
      await changeConfig(client, instance, { [markKey]: JSON.stringify(mark) });
      await takeSnapshotOf(client, { instance, name: snapshot }, signal);
      signal.throwIfAborted();
    } catch (error) {
      await removeMarked(instance, mark);
      throw error;
    } finally {
      await finishTake(instance);
      intents.release(intent);
    }
    return find(instance, snapshot);
  }

  async function removeMarked(instance: IncusInstance, { id, name }: Mark): Promise<void> {
    const left = (await listSnapshotsOf(client, instance)).find((one) => markOf(one)?.id === id);
    if (left !== undefined) await removeSnapshotOf(client, instance, name);
  }

  async function finishTake(instance: InstanceName): Promise<void> {
    await changeConfig(client, instance, { [markKey]: '' }).catch(unlessNotFound);
  }

  /** Removes all but the newest of those before changes. */
  async function removeOlder(instance: IncusInstance): Promise<void> {
    const older = snapshotsToRemove(await listOf(instance), { kind: 'before-change', keep: keptBeforeChanges });
    for (const one of older) await removeSnapshotOf(client, instance, one);
  }

  async function finishRestore(instance: InstanceName, before: IntentData<'restore-instance'>): Promise<void> {
    await untilIdle(client, instance, neverAborts);
    const { value, etag } = await readWritable(client, instance);
    const { config, devices, profiles } = before;
    const volatile = Object.entries(value.config).filter(([key]) => key.startsWith('volatile.'));
    const whole = { ...value, config: { ...config, ...Object.fromEntries(volatile) }, devices, profiles };
    await writeWhole(client, instance, { value: whole, etag });
    // Incus has brought back that of the snapshot.
    await labelFiles(instance);
  }

  async function* takeOf(
    instance: IncusInstance,
    { snapshot: asked, before }: Params<'snapshot.take'>,
    signal: AbortSignal,
  ): AsyncGenerator<Steps, Snapshot, undefined> {
    const snapshot = asked ?? (await freeName(instance, before === undefined ? undefined : `before-${before}`));
    yield at('copy');
    const taken = await take(instance, { snapshot, reason: before === undefined ? 'taken' : 'before-change' }, signal);
    if (before !== undefined) await removeOlder(instance);
    return taken;
  }

  async function* restoreOf(
    instance: IncusInstance,
    { snapshot, keepPresent }: Params<'snapshot.restore'>,
    signal: AbortSignal,
  ): AsyncGenerator<Steps, Result<'snapshot.restore'>, undefined> {
    const name = nameOf(instance);
    if (isRunning(instance)) fail('container-running', { name });
    const restored = await find(instance, snapshot);
    await checkDomainOf(instance, snapshot);
    let kept: Snapshot | null = null;
    if (keepPresent) {
      yield at('keep-present');
      kept = await take(instance, { snapshot: await freeName(instance, 'before'), reason: 'before-restore' }, signal);
    }
    signal.throwIfAborted();
    const { config, devices, profiles } = (await readWritable(client, instance, signal)).value;
    const before = { config: withoutVolatile(config), devices, profiles };
    const intent = intents.begin({ kind: 'restore-instance', subject: name, data: before });
    // The restoration goes through from here on: what is interrupted is finished by recovery.
    yield at('copy');
    await restoreSnapshotOf(client, instance, snapshot).finally(() => finishRestore(instance, before));
    intents.release(intent);
    await checkLabels(instance, neverAborts);
    return { restored, kept };
  }

  /** The steps, with words for what Incus says, while nobody else changes the container. */
  async function* locked<T>(
    name: string,
    reason: Words,
    steps: (instance: IncusInstance) => AsyncGenerator<Steps, T, undefined>,
  ): AsyncGenerator<Steps, T, undefined> {
    yield at('check');
    const release = containers.claim(name, { reason });
    try {
      return yield* steps(managed(name));
    } catch (error) {
      failByIncus(name, error);
    } finally {
      release();
    }
  }

  return {
    list: (name) => listOf(managed(name)).catch((error: unknown) => failByIncus(name, error)),
    take: (params, signal) =>
      locked(params.name, say('a snapshot of it is being taken'), (instance) => takeOf(instance, params, signal)),
    restore: (params, signal) =>
      locked(params.name, say('a snapshot of it is being restored'), (instance) => restoreOf(instance, params, signal)),
    remove: ({ name, snapshot }) =>
      containers.exclusively(name, { reason: say('a snapshot of it is being removed') }, async () => {
        const instance = managed(name);
        try {
          await find(instance, snapshot);
          await removeSnapshotOf(client, instance, snapshot);
        } catch (error) {
          failByIncus(name, error);
        }
      }),
    async recover(onTrouble) {
      for (const intent of intents.leftOf('snapshot-instance', 'restore-instance')) {
        const { subject } = intent;
        try {
          await settled(neverAborts);
          await containers.exclusively(subject, { reason: say('a snapshot of it is being restored') }, () =>
            intent.kind === 'restore-instance'
              ? finishRestore(managed(subject), intent.data)
              : finishTake(managed(subject)),
          );
          intents.release(intent.id);
        } catch (error) {
          onTrouble(subject, error);
        }
      }
    },
  };
}

/** Undefined for one whose name no operation takes, or whose time is not known. */
function snapshotOf({ expanded_config: config }: IncusInstance, one: InstanceSnapshot): Snapshot | undefined {
  const { name, created_at: created, size } = one;
  const createdAt = Date.parse(created) / 1000;
  if (!snapshotNameSchema().safeParse(name).success || !(createdAt >= 0)) return undefined;
  const mark = markOf(one);
  return {
    name,
    createdAt,
    bytes: size < 0 ? null : Math.round(size),
    reason: mark?.reason ?? 'taken',
    image: config['image.description']?.slice(0, 200) ?? '',
    wasRunning: mark?.wasRunning ?? null,
  };
}

/** One that names another snapshot was left over when this was taken. */
function markOf({ name, config }: InstanceSnapshot): Mark | undefined {
  try {
    const { data } = markSchema.safeParse(JSON.parse(config[markKey] ?? ''));
    return data?.name === name ? data : undefined;
  } catch {
    return undefined;
  }
}

function withoutVolatile(config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith('volatile.')));
}

function unlessNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error as Error;
}

const steps: readonly SnapshotStep[] = ['check', 'keep-present', 'copy'];

function at(step: SnapshotStep): Steps {
  return { step, fraction: steps.indexOf(step) / steps.length };
}
