// SPDX-License-Identifier: Apache-2.0
/**
 * Finishes or undoes adoptions that a crash cut off. Call it once containers and images were recovered: a creation that
 * was cut off is undone by then.
 */

import { readDescription } from '../../lxc/description.ts';
import { containerPlaces } from '../../lxc/places.ts';
import type { PendingIntent } from '../../journal/intent-journal.ts';
import { undoAdoption } from './adopt-container.ts';
import type { AdoptionHost } from './adoption-host.ts';
import { finishRemoving, finishRestoring } from './return-original.ts';

type OwnIntent = PendingIntent<'adopt-container' | 'restore-original' | 'remove-original'>;

/** Trouble with one does not keep the others from recovering. */
export async function recoverAdoptions(
  host: AdoptionHost,
  onTrouble: (name: string, error: unknown) => void,
): Promise<void> {
  const { intents } = host;
  for (const intent of intents.leftOf('adopt-container', 'restore-original', 'remove-original')) {
    try {
      await finish(intent, host);
      intents.release(intent.id);
    } catch (error) {
      onTrouble(intent.subject, error);
    }
  }
}

async function finish({ kind, subject, data }: OwnIntent, host: AdoptionHost): Promise<void> {
  const { container } = data;
  if (kind === 'restore-original') await finishRestoring({ container, original: subject, image: data.image }, host);
  else if (kind === 'remove-original') await finishRemoving({ container, original: subject }, host);
  else await finishAdopting({ container, image: subject }, host);
}

const unfinished: readonly string[] = ['create-container', 'remove-container'];

/** It is whole when the new container is; else all is as it was before. */
async function finishAdopting(
  { container, image }: { readonly container: string; readonly image: string },
  host: AdoptionHost,
): Promise<void> {
  const undoing = host.intents.pending().find((one) => one.subject === container && unfinished.includes(one.kind));
  if (undoing !== undefined) throw new Error(`cannot undo the adoption: a ${undoing.kind} of it has not ended`);
  const description = readDescription(containerPlaces(host.places, container).description);
  if (description?.image === image && description.original?.name === container) return;
  await undoAdoption(container, image, host);
}
