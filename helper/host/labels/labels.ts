/** Verifies and restores the labels of a container's folders, or of Bulkhead's own. A restoring that was cut off goes on at the next start, and until it has ended the container cannot be started (threat F4). */

import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { LabelItem, LabelSum } from '../../../contract/operations/label.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { telling } from '../change/telling.ts';
import type { Labels } from '../host.ts';
import type { RealContainers } from '../lxc/containers.ts';
import { containerPlaces, type HostPlaces } from '../lxc/places.ts';
import { openFileContexts } from '../native/file-contexts.ts';
import { compareLabels } from './compare-labels.ts';

export interface LabelsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<RealContainers, 'list' | 'exclusively'>;
}

export interface RealLabels extends Labels {
  /** Goes on with what a dead helper was restoring. Each container is claimed before this returns its promise. */
  recover(): Promise<void>;
}

const restoreIntent = 'restore-labels';
/** The subject of an intent about Bulkhead's own folders; no container has such a name. */
const own = '/';

export function createLabels({ places, intents, containers }: LabelsOptions): RealLabels {
  async function mustBeOurs(name: string, signal: AbortSignal): Promise<void> {
    const container = (await containers.list(signal)).find((one) => one.name === name) ?? fail('container-not-found', { name });
    if (!container.isManaged) fail('container-not-managed', { name });
  }

  function rootsOf(name: string | undefined): readonly string[] {
    if (name === undefined) return ['/usr/lib/bulkhead', '/run/bulkhead', join(places.state, 'policy')];
    const { folder, layers } = containerPlaces(places, name);
    return [folder, layers];
  }

  async function compare(name: string | undefined, options: { readonly isRestoring: boolean; readonly tell: (item: LabelItem) => void; readonly onProgress?: (files: number) => void }, signal: AbortSignal): Promise<LabelSum> {
    const contexts = openFileContexts();
    try {
      const walk = compareLabels({ roots: rootsOf(name), contexts, ...options }, signal);
      for (;;) {
        const next = await walk.next();
        if (next.done === true) return next.value;
        options.tell(next.value);
      }
    } finally {
      contexts.close();
    }
  }

  /** The intent is gone when all has its label, or when somebody cancelled: then nothing is owed any more. */
  async function restore(name: string | undefined, intent: number, tell: (item: LabelItem) => void, signal: AbortSignal): Promise<LabelSum> {
    const work = (): Promise<LabelSum> => compare(name, { isRestoring: true, tell, onProgress: (files) => intents.note(intent, { files }) }, signal).finally(() => intents.release(intent));
    return name === undefined ? work() : containers.exclusively(name, { reason: 'its labels are being restored' }, work);
  }

  return {
    async *verify(name, signal) {
      if (name !== undefined) await mustBeOurs(name, signal);
      const contexts = openFileContexts();
      try {
        return yield* compareLabels({ roots: rootsOf(name), contexts, isRestoring: false }, signal);
      } finally {
        contexts.close();
      }
    },
    restore: (name, signal) =>
      telling(async (tell) => {
        if (name !== undefined) await mustBeOurs(name, signal);
        return restore(name, intents.begin({ kind: restoreIntent, subject: name ?? own, data: { files: 0 } }), tell, signal);
      }),
    async recover() {
      const owed = intents.pending().filter(({ kind }) => kind === restoreIntent);
      await Promise.all(owed.map(({ id, subject }) => restore(subject === own ? undefined : subject, id, () => undefined, new AbortController().signal)));
    },
  };
}
