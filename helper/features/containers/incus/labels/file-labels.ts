// SPDX-License-Identifier: Apache-2.0
/**
 * The labels of the files of instances on pools that cannot give them by a mount: folders, btrfs, data sets of zfs. There
 * each file is labelled before the instance starts. Incus leaves labels out of what it copies, and gives an instance
 * another number when it copies or restores its files: so the label of its root, which comes last, and a mark with that
 * number say whether all files have theirs.
 */

import { closeSync } from 'node:fs';
import { fail } from '../../../../../contract/errors.ts';
import { say, type Words } from '../../../../../contract/text.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { changeConfig, type IncusInstance, nameOf, readInstance } from '../../../../incus/incus-instances.ts';
import { isLabelledByMount, poolOf } from '../../../../incus/incus-volumes.ts';
import { holdMounted } from '../../../../incus/instance-mount.ts';
import { rootOf } from '../../../../incus/instance-places.ts';
import { labelIfAny, setLabel } from '../../../../selinux/labels/labels.ts';
import { openRoot, walkTree } from '../../../../selinux/labels/walk-tree.ts';
import { codeOf, hasCode } from '../../../../system/errno.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { labelOfFiles } from './label-of-files.ts';

/** How far the labelling of one has come. */
export interface Labelling {
  readonly files: number;
  /** How many they were the last time; null at the first. */
  readonly total: number | null;
}

export interface FileLabelsHost {
  readonly client: IncusClient;
  readonly isRunning: (instance: IncusInstance) => boolean;
  /** Why none may be on this pool of folders; undefined where one may. */
  readonly folderProblem: (pool: string) => Words | undefined;
  /** Called when what `labellingOf` gives has changed. */
  readonly onProgress: () => void;
  /** Says where Incus has the files of one while their volume is mounted; undefined without a root on a pool. */
  readonly pathOf?: (instance: IncusInstance) => string | undefined;
  readonly setLabelOf?: (file: number, label: string) => void;
  readonly labelOf?: (file: number) => string | undefined;
}

export interface FileLabels {
  /** Undefined while the files of this one are not being labelled. */
  labellingOf(name: string): Labelling | undefined;
  /**
   * Gives the files of one of this host the label that its context calls for, where its mount does not. The caller has the
   * lock of the name. Fails with `container-failed` where none may be on its pool, and, naming the file, where one cannot
   * be labelled; the next call goes on.
   */
  label(instance: IncusInstance, context: string, signal: AbortSignal): Promise<void>;
  /** The label that its root has; null where the mount gives it. */
  labelOfRoot(instance: IncusInstance, signal: AbortSignal): Promise<string | null>;
  /** Gives all its files this label. */
  restore(instance: IncusInstance, label: string): Promise<void>;
}

/** The open root of an instance, whose files get a label. */
interface LabelledRoot {
  readonly instance: IncusInstance;
  readonly path: string;
  readonly folder: number;
  readonly label: string;
  /** How many files it had the last time; null at the first. */
  readonly total: number | null;
}

interface FoundFile {
  readonly instance: IncusInstance;
  readonly fd: number;
  readonly path: string;
  /** Says whether it is the node of a device. */
  readonly isNode: boolean;
}

/** Which files have their label, by the number that Incus gives them, and how many they were. */
const markKey = 'user.bulkhead.labelled';
const filesPerProgress = 1000;

interface FileLabelsState extends FileLabelsHost {
  readonly pathOf: (instance: IncusInstance) => string | undefined;
  readonly setLabelOf: (file: number, label: string) => void;
  readonly labelOf: (file: number) => string | undefined;
  readonly labelling: Map<string, Labelling>;
}

export function createFileLabels(options: FileLabelsHost): FileLabels {
  const host: FileLabelsState = {
    ...options,
    pathOf: options.pathOf ?? ((instance) => rootOf(instance)?.path),
    setLabelOf: options.setLabelOf ?? setLabel,
    labelOf: options.labelOf ?? labelIfAny,
    labelling: new Map<string, Labelling>(),
  };
  return {
    labellingOf: (name) => host.labelling.get(name),
    async label(one, context, signal) {
      if (await isLabelledByMount(host.client, one, signal)) return;
      const { value: instance } = await readInstance(host.client, one, signal);
      const problem = host.isRunning(instance) ? undefined : host.folderProblem(poolOf(instance) ?? '');
      if (problem !== undefined) fail('container-failed', { name: nameOf(instance), reason: problem });
      const label = labelOfFiles(context);
      const marked = markOf(instance);
      await useRoot(host, { instance, signal }, async (root) => {
        if (host.labelOf(root.folder) === label && marked.number === numberOf(instance)) return;
        const files = await labelAll(host, { instance, ...root, label, total: marked.files }, signal);
        await changeConfig(host.client, instance, { [markKey]: `${numberOf(instance)} ${files}` });
      });
    },
    labelOfRoot: (instance, signal) => readRootLabel(host, instance, signal),
    async restore(instance, label) {
      await useRoot(host, { instance, signal: neverAborts }, (root) =>
        labelAll(host, { instance, ...root, label, total: null }, neverAborts),
      );
    },
  };
}

/** While it does not run, Incus mounts it for as long as this takes, and does not start it. */
async function useRoot<T>(
  { pathOf, isRunning, client }: FileLabelsState,
  { instance, signal }: { readonly instance: IncusInstance; readonly signal: AbortSignal },
  use: (root: { readonly path: string; readonly folder: number }) => T | Promise<T>,
): Promise<T> {
  const name = nameOf(instance);
  const path = pathOf(instance) ?? fail('container-failed', { name, reason: say('it has no root on a pool') });
  const release = isRunning(instance) ? () => undefined : await holdMounted(client, instance, signal);
  try {
    const folder =
      openRoot(path) ??
      fail('container-failed', { name, reason: say('its root, {rootfs}, is gone', { rootfs: path }) });
    try {
      return await use({ path, folder });
    } finally {
      closeSync(folder);
    }
  } finally {
    release();
  }
}

/** Gives how many there are. The root comes last. */
async function labelAll(
  host: FileLabelsState,
  { instance, path, folder, label, total }: LabelledRoot,
  signal: AbortSignal,
): Promise<number> {
  const name = nameOf(instance);
  let files = 0;
  const report = (): void => {
    host.labelling.set(name, { files, total });
    host.onProgress();
  };
  report();
  try {
    for await (const found of walkTree({ path, folder }, signal)) {
      if (found.kind === 'skipped' || found.path === path) continue;
      const { fd, status } = found;
      files += 1;
      if (files % filesPerProgress === 0) report();
      labelOne(
        host,
        { instance, fd, path: found.path, isNode: status.isCharacterDevice() || status.isBlockDevice() },
        label,
      );
    }
    labelOne(host, { instance, fd: folder, path, isNode: false }, label);
    return files;
  } finally {
    host.labelling.delete(name);
    host.onProgress();
  }
}

function labelOne(
  { labelOf, setLabelOf }: FileLabelsState,
  { instance, fd, path, isNode }: FoundFile,
  label: string,
): void {
  if (labelOf(fd) === label) return;
  try {
    setLabelOf(fd, label);
  } catch (error) {
    // Nodes of devices, which a container in a user namespace cannot use: the helper may label only its own.
    if (isNode && hasCode(error, 'EACCES')) return;
    if (hasCode(error, 'ENOTSUP')) failWithoutLabels(instance);
    fail('container-failed', {
      name: nameOf(instance),
      reason: say('the label of {path} cannot be changed: {code}', { path, code: codeOf(error) ?? String(error) }),
    });
  }
}

async function readRootLabel(
  host: FileLabelsState,
  instance: IncusInstance,
  signal: AbortSignal,
): Promise<string | null> {
  if (await isLabelledByMount(host.client, instance, signal)) return null;
  return useRoot(host, { instance, signal }, ({ folder }) => host.labelOf(folder) ?? failWithoutLabels(instance));
}

function failWithoutLabels(instance: IncusInstance): never {
  fail('container-failed', {
    name: nameOf(instance),
    reason: say('the file system of its pool {pool} keeps no labels; copy it to another pool (incus copy --storage)', {
      pool: poolOf(instance) ?? '-',
    }),
  });
}

function numberOf({ config }: IncusInstance): string {
  return config['volatile.uuid.generation'] ?? config['volatile.uuid'] ?? '';
}

function markOf({ config }: IncusInstance): { readonly number: string | undefined; readonly files: number | null } {
  const [, number, files] = /^(\S*) (\d+)$/.exec(config[markKey] ?? '') ?? [];
  return { number, files: files === undefined ? null : Number(files) };
}
