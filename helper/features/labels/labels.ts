// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies and restores the labels of a container's folders and volumes, or of Bulkhead's own folders. An interrupted
 * restore continues at the next start, and until it has ended the container cannot be started (threat F4).
 */

import { join } from 'node:path';
import { isFailure } from '../../../contract/errors.ts';
import type { GivenLabelItem, LabelSum } from '../../../contract/operations/containers/label.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { runtimeFolder } from '../../system/runtime-folder.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { exclusivelyAll } from '../../lxc/exclusively-all.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { VolumeTrees } from '../volumes/ports.ts';
import { type FileContexts, openFileContexts } from '../../selinux/labels/file-contexts.ts';
import { compareLabels, type Comparison, type LabelledTree } from '../../selinux/labels/compare-labels.ts';
import { folderTree } from './folder-labels.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { GivenItem, GivenResult } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

export interface LabelsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'require' | 'exclusively'>;
  readonly volumes: VolumeTrees;
}

/** Labels of a container's folders on the host; of Bulkhead's own when no name is given. */
export interface Labels {
  verify(
    name: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'label.verify'>, GivenResult<'label.verify'>, undefined>;
  /** Aborting ends it after the file that it is at. */
  restore(
    name: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'label.restore'>, GivenResult<'label.restore'>, undefined>;
  /** Continues what a crashed helper was restoring. Each container is locked before this returns its promise. */
  recover(): Promise<void>;
}

/** A comparison of the labels of a container; of Bulkhead's own folders without a name. */
interface NamedComparison extends Omit<Comparison, 'trees'> {
  readonly name: string | undefined;
}

interface Restoring {
  readonly name: string | undefined;
  /** Begins its intent, or gives the one that a crash left. */
  readonly begin: () => number;
  readonly tell: (item: GivenLabelItem) => void;
}

/** The subject of an intent about Bulkhead's own folders; no container has such a name. */
const own = '/';

export function createLabels(options: LabelsOptions): Labels {
  return {
    async *verify(name, signal) {
      if (name !== undefined) await options.containers.require(name, { can: 'label-check', isManaged: true });
      return yield* compare(options, { name, isRestoring: false }, signal);
    },
    restore: (name, signal) =>
      reportProgress(async (tell) => {
        if (name !== undefined) await options.containers.require(name, { can: 'label-check', isManaged: true });
        return restore(
          options,
          {
            name,
            begin: () => options.intents.begin({ kind: 'restore-labels', subject: name ?? own, data: { files: 0 } }),
            tell,
          },
          signal,
        );
      }),
    recover: () => recover(options),
  };
}

function listFolderTrees(
  { places }: LabelsOptions,
  name: string | undefined,
  contexts: FileContexts,
): readonly LabelledTree[] {
  if (name === undefined)
    return ['/usr/lib/bulkhead', runtimeFolder, join(places.state, 'policy')].map((root) => folderTree(root, contexts));
  const { folder, layers } = containerPlaces(places, name);
  return [folderTree(folder, contexts), folderTree(layers, contexts, { isLayers: true })];
}

async function* compare(
  options: LabelsOptions,
  { name, ...comparison }: NamedComparison,
  signal: AbortSignal,
): AsyncGenerator<GivenLabelItem, LabelSum, undefined> {
  const contexts = openFileContexts();
  const open = name === undefined ? undefined : options.volumes.openTrees(name);
  try {
    const trees = [...listFolderTrees(options, name, contexts), ...(open?.trees ?? [])];
    return yield* compareLabels({ trees, ...comparison }, signal);
  } finally {
    open?.close();
    contexts.close();
  }
}

/** The container, and all that share a volume with it. */
function listConcerned({ volumes }: LabelsOptions, name: string): readonly string[] {
  const sharers = (volumes.volumesOf(name) ?? []).flatMap(({ source }) =>
    volumes.usersOf(source).map((user) => user.name),
  );
  return [...new Set([name, ...sharers])];
}

/**
 * The intent begins once the containers are locked. It is removed when all has its label, or when the caller
 * cancelled: then nothing remains to be done.
 */
async function restore(
  options: LabelsOptions,
  { name, begin, tell }: Restoring,
  signal: AbortSignal,
): Promise<LabelSum> {
  const work = async (): Promise<LabelSum> => {
    const intent = begin();
    try {
      return await runToEnd(
        compare(
          options,
          { name, isRestoring: true, onProgress: (files) => options.intents.note('restore-labels', intent, { files }) },
          signal,
        ),
        tell,
      );
    } finally {
      options.intents.release(intent);
    }
  };
  return name === undefined
    ? work()
    : exclusivelyAll(
        options.containers,
        { names: listConcerned(options, name), reason: say('its labels are being restored') },
        work,
      );
}

async function recover(options: LabelsOptions): Promise<void> {
  const waiting: PendingIntent[] = [];
  const goOn = ({ id, subject }: PendingIntent): Promise<LabelSum> =>
    restore(
      options,
      { name: subject === own ? undefined : subject, begin: () => id, tell: () => undefined },
      neverAborts,
    );
  const owed = options.intents.leftOf('restore-labels');
  await Promise.all(
    owed.map((one) =>
      goOn(one).catch((error: unknown) => {
        // One of two that share a volume waits for the other.
        if (!isFailure(error, 'container-busy')) throw error;
        waiting.push(one);
      }),
    ),
  );
  for (const one of waiting) await goOn(one);
}
