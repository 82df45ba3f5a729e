/**
 * Verifies and restores the labels of a container's folders and volumes, or of Bulkhead's own folders. A restoring that
 * was cut off goes on at the next start, and until it has ended the container cannot be started (threat F4).
 */

import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { LabelItem, LabelSum } from '../../../contract/operations/label.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { telling } from '../../system/work/telling.ts';
import type { Labels } from '../../host/host.ts';
import type { RealContainers } from '../containers/containers.ts';
import { exclusivelyAll } from '../../lxc/exclusively-all.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { type FileContexts, openFileContexts } from '../../selinux/labels/file-contexts.ts';
import { isAttached, openAttached } from '../volumes/labels/open-on-volume.ts';
import type { VolumeSteps } from '../volumes/volume-steps.ts';
import { type VolumeToCompare, volumeTree } from '../volumes/labels/volume-tree.ts';
import { compareLabels, type Comparison, type LabelledTree } from '../../selinux/labels/compare-labels.ts';
import { folderTree } from './folder-labels.ts';

export interface LabelsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<RealContainers, 'list' | 'exclusively'>;
  readonly volumes: Pick<VolumeSteps, 'volumesOf' | 'usersOf' | 'labelOf'>;
}

export interface RealLabels extends Labels {
  /** Goes on with what a dead helper was restoring. Each container is claimed before this returns its promise. */
  recover(): Promise<void>;
}

const restoreIntent = 'restore-labels';
/** The subject of an intent about Bulkhead's own folders; no container has such a name. */
const own = '/';

export function createLabels({ places, intents, containers, volumes }: LabelsOptions): RealLabels {
  async function mustBeOurs(name: string, signal: AbortSignal): Promise<void> {
    const container =
      (await containers.list(signal)).find((one) => one.name === name) ?? fail('container-not-found', { name });
    if (!container.isManaged) fail('container-not-managed', { name });
  }

  function folderTrees(name: string | undefined, contexts: FileContexts): readonly LabelledTree[] {
    if (name === undefined)
      return ['/usr/lib/bulkhead', '/run/bulkhead', join(places.state, 'policy')].map((root) =>
        folderTree(root, contexts),
      );
    const { folder, layers } = containerPlaces(places, name);
    return [folderTree(folder, contexts), folderTree(layers, contexts, { isLayers: true })];
  }

  async function* compare(
    name: string | undefined,
    options: Omit<Comparison, 'trees'>,
    signal: AbortSignal,
  ): AsyncGenerator<LabelItem, LabelSum, undefined> {
    const contexts = openFileContexts();
    const volumesOpen = name === undefined ? [] : openVolumes(name);
    try {
      const trees = [...folderTrees(name, contexts), ...volumesOpen.map(volumeTree)];
      return yield* compareLabels({ trees, ...options }, signal);
    } finally {
      for (const { folder } of volumesOpen) closeSync(folder);
      contexts.close();
    }
  }

  /** Those whose folder is the one that was attached. */
  function openVolumes(name: string): readonly VolumeToCompare[] {
    const opened: VolumeToCompare[] = [];
    try {
      for (const { source } of volumes.volumesOf(name) ?? []) {
        const label = isAttached(source) ? volumes.labelOf(source) : undefined;
        const folder = label === undefined ? undefined : openAttached(source);
        if (label !== undefined && folder !== undefined) opened.push({ source, folder, label });
      }
      return opened;
    } catch (error) {
      for (const { folder } of opened) closeSync(folder);
      throw error;
    }
  }

  /** The container, and all that share a volume with it. */
  function concerned(name: string): readonly string[] {
    const sharers = (volumes.volumesOf(name) ?? []).flatMap(({ source }) =>
      volumes.usersOf(source).map((user) => user.name),
    );
    return [...new Set([name, ...sharers])];
  }

  /**
   * Begun when nobody else is at it. The intent is gone when all has its label, or when somebody cancelled: then
   * nothing is owed any more.
   */
  async function restore(
    name: string | undefined,
    begin: () => number,
    tell: (item: LabelItem) => void,
    signal: AbortSignal,
  ): Promise<LabelSum> {
    const work = async (): Promise<LabelSum> => {
      const intent = begin();
      try {
        return await told(
          compare(name, { isRestoring: true, onProgress: (files) => intents.note(intent, { files }) }, signal),
          tell,
        );
      } finally {
        intents.release(intent);
      }
    };
    return name === undefined
      ? work()
      : exclusivelyAll(containers, concerned(name), 'its labels are being restored', work);
  }

  return {
    async *verify(name, signal) {
      if (name !== undefined) await mustBeOurs(name, signal);
      return yield* compare(name, { isRestoring: false }, signal);
    },
    restore: (name, signal) =>
      telling(async (tell) => {
        if (name !== undefined) await mustBeOurs(name, signal);
        return restore(
          name,
          () => intents.begin({ kind: restoreIntent, subject: name ?? own, data: { files: 0 } }),
          tell,
          signal,
        );
      }),
    async recover() {
      const waiting: PendingIntent[] = [];
      const goOn = ({ id, subject }: PendingIntent): Promise<LabelSum> =>
        restore(
          subject === own ? undefined : subject,
          () => id,
          () => undefined,
          new AbortController().signal,
        );
      const owed = intents.pending().filter(({ kind }) => kind === restoreIntent);
      await Promise.all(
        owed.map((one) =>
          goOn(one).catch((error: unknown) => {
            // Of two that share a volume one waits for the other.
            if (!isFailure(error, 'container-busy')) throw error;
            waiting.push(one);
          }),
        ),
      );
      for (const one of waiting) await goOn(one);
    },
  };
}

async function told(
  walk: AsyncGenerator<LabelItem, LabelSum, undefined>,
  tell: (item: LabelItem) => void,
): Promise<LabelSum> {
  for (;;) {
    const next = await walk.next();
    if (next.done === true) return next.value;
    tell(next.value);
  }
}
