// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a container of a whole root that was imported: its files become an image of its own, on which it lies as every
 * other. An image that no container came of is removed.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ChosenContainer } from '../../../contract/operations/containers/creation.ts';
import type { ImageProgress } from '../../../contract/operations/host/image.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Creation } from '../creation/ports.ts';
import type { ImagesForOthers } from '../images/ports.ts';

export interface RootImports {
  readonly intents: IntentJournal;
  readonly creation: Pick<Creation, 'create'>;
  readonly ownImages: ImagesForOthers;
}

export interface ImportedRoot {
  /** A folder that only root can enter; its files have owners from 0 on. */
  readonly tree: string;
  readonly uid: number;
  readonly report: (progress: Pick<ImageProgress, 'files' | 'bytes'>) => void;
}

/** Fails with `image-exists` where the image that it would get is there; then nothing is changed. */
export async function createOfRoot(
  { request, tree, uid, report }: ImportedRoot & { readonly request: ChosenContainer },
  { intents, creation, ownImages }: RootImports,
  signal: AbortSignal,
): Promise<Container> {
  const { name, image } = request;
  if (ownImages.has(image)) fail('image-exists', { image });
  const intent = intents.begin({ kind: 'import-root', subject: image, data: { container: name } });
  const folder = openSync(tree, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const ids = { first: 0, count: 65_536 };
    await ownImages.makeOfFolder(
      { name: image, origin: originOf(name), container: name, folder, ids },
      { uid, report },
      signal,
    );
    return await runToEnd(creation.create(request, { uid }, signal));
  } catch (error) {
    await ownImages.discard(image, originOf(name));
    throw error;
  } finally {
    closeSync(folder);
    intents.release(intent);
  }
}

/** Removes images of imports that were cut off. Call it once creations that were cut off are undone. */
export async function recoverRoots({ intents, ownImages }: Pick<RootImports, 'intents' | 'ownImages'>): Promise<void> {
  for (const { id, subject, data } of intents.leftOf('import-root')) {
    await ownImages.discard(subject, originOf(data.container));
    intents.release(id);
  }
}

/** What an image says of where it came from. */
function originOf(container: string): string {
  return `the imported container ${container}`;
}
