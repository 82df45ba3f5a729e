// SPDX-License-Identifier: Apache-2.0
/**
 * Brings an instance that another tool created to what Bulkhead gives to its own: a context, categories and ids of its own.
 * Incus takes a snapshot before, which brings back files and configuration; the label of the files is kept beside.
 */

import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { AdoptionStep } from '../../../../contract/operations/containers/adoption.ts';
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
import type { FileLabels } from './labels/file-labels.ts';
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

interface Adopting {
  readonly onStep: (step: AdoptionStep) => void;
  readonly signal: AbortSignal;
}

export function createInstanceAdoption(host: InstanceAdoptionHost): RecoveringAdoption {
  return {
    plan: (name, signal) => plan(host, name, signal),
    adopt: (name, onStep, signal) => adopt(host, name, { onStep, signal }),
    restore: (name, options) => restore(host, name, options),
    forget: (name) => forget(host, name),
    async recover(kind, name, kept) {
      try {
        const { value: instance } = await readInstance(host.client, host.here(name));
        if (kind === 'adopt-instance' && keptOriginalOf(instance) !== undefined) return;
        await undo(host, instance, kept);
        await host.refresh(instance);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

async function plan(host: InstanceAdoptionHost, name: string, signal: AbortSignal): Promise<InstancePlan> {
  const { value: instance } = await readInstance(host.client, host.here(name), signal);
  const planned = planInstance(instance);
  return { ...planned, problems: [...(await findProblems(host, { name, instance }, signal)), ...planned.problems] };
}

async function findProblems(
  host: InstanceAdoptionHost,
  { name, instance }: { readonly name: string; readonly instance: IncusInstance },
  signal: AbortSignal,
): Promise<readonly Words[]> {
  const isByMount = await isLabelledByMount(host.client, instance, signal);
  const problem = isByMount ? undefined : host.folderProblem(poolOf(instance) ?? '');
  return [
    ...(instance.config['user.bulkhead.version'] === '1' ? [say('Bulkhead manages it already')] : []),
    ...(problem === undefined ? [] : [problem]),
    ...(host.isRunning(name) ? [say('it runs; stop it first (incus stop {name})', { name: instance.name })] : []),
  ];
}

async function adopt(host: InstanceAdoptionHost, name: string, { onStep, signal }: Adopting): Promise<void> {
  onStep('check');
  host.checkSelinux();
  const { problems, config } = await plan(host, name, signal);
  if (problems.length > 0) fail('container-not-adoptable', { name, reason: joinWords(problems, '; ') });
  const instance = host.here(name);
  const kept: KeptOriginal = {
    snapshot: `before-adoption-${new Date(host.now() * 1000).toISOString().slice(0, 19).replace(/[T:]/g, '-')}`,
    mountOptions: await rootMountOptions(host.client, instance, signal),
    label: await host.fileLabels.labelOfRoot(instance, signal),
  };
  const identity = await takeIdentity(name, host, signal);
  const intent = host.intents.begin({ kind: 'adopt-instance', subject: name, data: kept });
  try {
    onStep('snapshot');
    await takeSnapshotOf(host.client, { instance, name: kept.snapshot }, signal);
    onStep('configure');
    await labelVolume(host.client, instance, identity.context);
    signal.throwIfAborted();
    await writeOwn(host, instance, { ...config, ...confiningConfig(identity), [originalKey]: formatKept(host, kept) });
    await host.checkLabels((await readInstance(host.client, instance)).value, neverAborts);
    if (kept.label !== null) {
      onStep('label');
      await host.fileLabels.label(instance, formatSecurityContext(identity.context), signal);
    }
    host.intents.release(intent);
  } catch (error) {
    // Where that fails too, the next start of the helper tries it again.
    await undo(host, instance, kept).then(
      () => host.intents.release(intent),
      () => undefined,
    );
    throw error;
  } finally {
    await host.refresh(instance);
    await identity.release();
  }
}

function formatKept({ now }: InstanceAdoptionHost, kept: KeptOriginal): string {
  return JSON.stringify({ ...kept, adoptedAt: now() });
}

/** In place of all that it had of its own, but what Incus keeps there itself. */
async function writeOwn(
  { client }: InstanceAdoptionHost,
  instance: InstanceName,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const { value, etag } = await readWritable(client, instance);
  const volatile = Object.entries(value.config).filter(([key]) => key.startsWith('volatile.'));
  const whole = { ...value, config: { ...config, ...Object.fromEntries(volatile) } };
  await writeWhole(client, instance, { value: whole, etag });
}

/**
 * Brings back what was before, by the snapshot; the files of one that is not started have not changed. Idempotent.
 */
async function undo(
  { client, fileLabels }: InstanceAdoptionHost,
  instance: IncusInstance,
  { snapshot, mountOptions, label }: KeptOriginal,
): Promise<void> {
  await untilIdle(client, instance, neverAborts);
  const isTaken = (await listSnapshotsOf(client, instance)).some(({ name }) => name === snapshot);
  if (!isTaken) return;
  await restoreSnapshotOf(client, instance, snapshot);
  if (label === null) await changeRootMountOptions(client, instance, mountOptions);
  else await fileLabels.restore(instance, label);
  await removeSnapshotOf(client, instance, snapshot);
}

/** Reads the instance as Incus has it now, with what it was before. */
async function requireOriginal(
  { client, here }: InstanceAdoptionHost,
  name: string,
): Promise<{ readonly instance: IncusInstance; readonly kept: KeptOriginal }> {
  const { value: instance } = await readInstance(client, here(name));
  const { snapshot, mountOptions, label } = keptOriginalOf(instance) ?? fail('original-not-found', { name });
  const isThere = (await listSnapshotsOf(client, instance)).some((one) => one.name === snapshot);
  return isThere ? { instance, kept: { snapshot, mountOptions, label } } : fail('original-not-found', { name });
}

async function restore(
  host: InstanceAdoptionHost,
  name: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  const { instance, kept } = await requireOriginal(host, name);
  if (host.isRunning(name)) {
    if (!force) fail('container-running', { name });
    await changeState(host.client, instance, { action: 'stop', force: true });
  }
  const intent = host.intents.begin({ kind: 'restore-adopted', subject: name, data: kept });
  await undo(host, instance, kept);
  await host.refresh(instance);
  host.intents.release(intent);
}

async function forget(host: InstanceAdoptionHost, name: string): Promise<void> {
  const { instance, kept } = await requireOriginal(host, name);
  await removeSnapshotOf(host.client, instance, kept.snapshot);
  await changeConfig(host.client, instance, { [originalKey]: '' });
  await host.refresh(instance);
}
