// SPDX-License-Identifier: Apache-2.0
/**
 * Brings an instance that another tool created to what Bulkhead gives to its own: a context, categories and ids of its own.
 * Incus takes a snapshot before, which brings back files and configuration; the label of the files is kept beside.
 */

import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { AdoptionStep } from '../../../../contract/operations/adoption.ts';
import { joinWords, say, type Words } from '../../../../contract/text.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import {
  changeConfig,
  changeState,
  type IncusInstance,
  type InstanceName,
  readInstance,
} from '../../../incus/incus-instances.ts';
import { untilIdle } from '../../../incus/incus-moves.ts';
import {
  listSnapshotsOf,
  readWritable,
  removeSnapshotOf,
  restoreSnapshotOf,
  takeSnapshotOf,
  writeWhole,
} from '../../../incus/incus-snapshots.ts';
import { changeRootMountOptions, isLabelledByMount, poolOf, rootMountOptions } from '../../../incus/incus-volumes.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { InstanceAdoption, InstancePlan } from '../ports/incus.ts';
import type { FileLabels } from './file-labels.ts';
import { type KeptOriginal, keptOriginalOf, originalKey } from './kept-original.ts';
import { confiningConfig, type IdentityHost, takeIdentity } from './own-identity.ts';
import { planInstance } from './plan-instance.ts';
import { labelVolume } from './volume-label.ts';

export interface InstanceAdoptionHost extends IdentityHost {
  readonly intents: IntentJournal;
  /** The instance of this host with this name, also one that another tool created. */
  readonly here: (name: string) => IncusInstance;
  readonly isRunning: (name: string) => boolean;
  readonly checkSelinux: () => void;
  readonly fileLabels: Pick<FileLabels, 'label' | 'labelOfRoot' | 'restore'>;
  /** Why none may be on this pool of folders; undefined where one may. */
  readonly folderProblem: (pool: string) => Words | undefined;
  readonly checkLabels: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  readonly refresh: (instance: InstanceName) => Promise<void>;
}

/** Adds what the recovery of an adoption needs. */
export interface RecoveringAdoption extends InstanceAdoption {
  /** Undoes an adoption that was cut off, and finishes a restore. */
  recover(kind: 'adopt-instance' | 'restore-adopted', name: string, kept: KeptOriginal): Promise<void>;
}

export function createInstanceAdoption(host: InstanceAdoptionHost): RecoveringAdoption {
  const { client, intents, here, isRunning, checkSelinux, fileLabels, checkLabels, refresh, now } = host;

  async function plan(name: string, signal: AbortSignal): Promise<InstancePlan> {
    const { value: instance } = await readInstance(client, here(name), signal);
    const planned = planInstance(instance);
    return { ...planned, problems: [...(await problemsOf(name, instance, signal)), ...planned.problems] };
  }

  async function problemsOf(name: string, instance: IncusInstance, signal: AbortSignal): Promise<readonly Words[]> {
    const isByMount = await isLabelledByMount(client, instance, signal);
    const problem = isByMount ? undefined : host.folderProblem(poolOf(instance) ?? '');
    return [
      ...(instance.config['user.bulkhead.version'] === '1' ? [say('Bulkhead manages it already')] : []),
      ...(problem === undefined ? [] : [problem]),
      ...(isRunning(name) ? [say('it runs; stop it first (incus stop {name})', { name: instance.name })] : []),
    ];
  }

  async function adopt(name: string, onStep: (step: AdoptionStep) => void, signal: AbortSignal): Promise<void> {
    onStep('check');
    checkSelinux();
    const { problems, config } = await plan(name, signal);
    if (problems.length > 0) fail('container-not-adoptable', { name, reason: joinWords(problems, '; ') });
    const instance = here(name);
    const kept: KeptOriginal = {
      snapshot: `before-adoption-${new Date(now() * 1000).toISOString().slice(0, 19).replace(/[T:]/g, '-')}`,
      mountOptions: await rootMountOptions(client, instance, signal),
      label: await fileLabels.labelOfRoot(instance, signal),
    };
    const identity = await takeIdentity(name, host, signal);
    const intent = intents.begin({ kind: 'adopt-instance', subject: name, data: kept });
    try {
      onStep('snapshot');
      await takeSnapshotOf(client, { instance, name: kept.snapshot }, signal);
      onStep('configure');
      await labelVolume(client, instance, identity.context);
      signal.throwIfAborted();
      await writeOwn(instance, { ...config, ...confiningConfig(identity), [originalKey]: written(kept) });
      await checkLabels((await readInstance(client, instance)).value, neverAborts);
      if (kept.label !== null) {
        onStep('label');
        await fileLabels.label(instance, formatSecurityContext(identity.context), signal);
      }
      intents.release(intent);
    } catch (error) {
      // Where that fails too, the next start of the helper tries it again.
      await undo(instance, kept).then(
        () => intents.release(intent),
        () => undefined,
      );
      throw error;
    } finally {
      await refresh(instance);
      await identity.release();
    }
  }

  function written(kept: KeptOriginal): string {
    return JSON.stringify({ ...kept, adoptedAt: now() });
  }

  /** In place of all that it had of its own, but what Incus keeps there itself. */
  async function writeOwn(instance: InstanceName, config: Readonly<Record<string, string>>): Promise<void> {
    const { value, etag } = await readWritable(client, instance);
    const volatile = Object.entries(value.config).filter(([key]) => key.startsWith('volatile.'));
    const whole = { ...value, config: { ...config, ...Object.fromEntries(volatile) } };
    await writeWhole(client, instance, { value: whole, etag });
  }

  /**
   * Brings back what was before, by the snapshot; the files of one that is not started have not changed. Idempotent.
   */
  async function undo(instance: IncusInstance, { snapshot, mountOptions, label }: KeptOriginal): Promise<void> {
    await untilIdle(client, instance, neverAborts);
    const isTaken = (await listSnapshotsOf(client, instance)).some(({ name }) => name === snapshot);
    if (!isTaken) return;
    await restoreSnapshotOf(client, instance, snapshot);
    if (label === null) await changeRootMountOptions(client, instance, mountOptions);
    else await fileLabels.restore(instance, label);
    await removeSnapshotOf(client, instance, snapshot);
  }

  /** Reads the instance as Incus has it now, with what it was before. */
  async function mustHaveOriginal(
    name: string,
  ): Promise<{ readonly instance: IncusInstance; readonly kept: KeptOriginal }> {
    const { value: instance } = await readInstance(client, here(name));
    const { snapshot, mountOptions, label } = keptOriginalOf(instance) ?? fail('original-not-found', { name });
    const isThere = (await listSnapshotsOf(client, instance)).some((one) => one.name === snapshot);
    return isThere ? { instance, kept: { snapshot, mountOptions, label } } : fail('original-not-found', { name });
  }

  return {
    plan,
    adopt,
    async restore(name, { force }) {
      const { instance, kept } = await mustHaveOriginal(name);
      if (isRunning(name)) {
        if (!force) fail('container-running', { name });
        await changeState(client, instance, { action: 'stop', force: true });
      }
      const intent = intents.begin({ kind: 'restore-adopted', subject: name, data: kept });
      await undo(instance, kept);
      await refresh(instance);
      intents.release(intent);
    },
    async forget(name) {
      const { instance, kept } = await mustHaveOriginal(name);
      await removeSnapshotOf(client, instance, kept.snapshot);
      await changeConfig(client, instance, { [originalKey]: '' });
      await refresh(instance);
    },
    async recover(kind, name, kept) {
      try {
        const { value: instance } = await readInstance(client, here(name));
        if (kind === 'adopt-instance' && keptOriginalOf(instance) !== undefined) return;
        await undo(instance, kept);
        await refresh(instance);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}
