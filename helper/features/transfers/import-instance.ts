// SPDX-License-Identifier: Apache-2.0
/**
 * Makes an instance of Incus of imported files: Incus is given an image of them, of which it creates the instance as of any
 * other, and which is deleted again. The image has a mark that the intent journal knows before Incus gets it.
 */

import { randomUUID } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ExportManifest } from '../../../contract/model/containers/export-manifest.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { ImportStep } from '../../../contract/operations/containers/transfer.ts';
import { say } from '../../../contract/text.ts';
import { failByIncus } from '../../incus/fail-by-incus.ts';
import { isIncusError } from '../../incus/incus-error.ts';
import { deleteImages, sendImage, untilImagesArrived } from '../../incus/incus-images.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { failWithoutInit, imageMembers, type InstanceImages, makeInstanceImage } from './make-instance-image.ts';
import { type ChosenInstance, instanceCreationOf } from './manifest.ts';
import { sameImage } from './same-image.ts';
import { tarOfFolder } from '../../system/programs/tar-of-folder.ts';

export interface InstanceImports extends InstanceImages {
  readonly intents: IntentJournal;
  readonly containers: {
    readonly cluster: Pick<Containers['cluster'], 'create'>;
    readonly instances: Pick<Containers['instances'], 'client' | 'here' | 'checkNew' | 'settled'>;
  };
  readonly images: (signal: AbortSignal) => Promise<readonly Image[]>;
  /** Logs what failed where nobody asked. */
  readonly onTrouble: (container: string, error: unknown) => void;
}

export interface ImportedInstance {
  readonly chosen: ChosenInstance;
  readonly manifest: ExportManifest;
  /** A folder that only root can enter; its files have owners from 0 on. */
  readonly tree: string;
  /** The folder for the image is created. */
  readonly folder: string;
  readonly progress: (step: ImportStep, change: Partial<Item<'container.import'>>) => void;
}

/** Fails with `container-failed` for what an instance is not given by an import, and as a creation that cannot begin. */
export async function checkInstanceImport(
  { name, network, incus }: ChosenInstance,
  { containers }: Pick<InstanceImports, 'containers'>,
  signal: AbortSignal,
): Promise<void> {
  if (network !== undefined)
    fail('container-failed', {
      name: name ?? '',
      reason: say('Incus gives it the network of its default profile; leave the network out'),
    });
  if (name !== undefined) await containers.instances.checkNew({ name, pool: incus.pool }, signal);
}

export async function importInstance(
  { chosen, manifest, tree, folder, progress }: ImportedInstance,
  options: InstanceImports,
  signal: AbortSignal,
): Promise<Container> {
  const { containers, intents } = options;
  const { instances } = containers;
  const image = await imageOf({ ...manifest, chosen }, options, signal);
  const name = chosen.name ?? manifest.name;
  const { pool } = chosen.incus;
  await instances.checkNew({ name, pool }, signal);
  const place = { here: instances.here(), imageBytes: image?.sizeBytes ?? 0 };
  const request = instanceCreationOf(manifest, chosen, place);
  const mark = randomUUID();
  progress('image', { files: 0, bytes: 0 });
  await makeInstanceImage(
    { name, tree, image: image?.name, folder, mark, onProgress: (made) => progress('image', made) },
    options,
    signal,
  );
  const intent = intents.begin({ kind: 'import-instance', subject: name, data: { mark } });
  let isKnown = true;
  try {
    progress('upload', { bytes: 0 });
    const pieces = tarOfFolder({ container: name, folder, names: imageMembers, keeps: 'root' }, signal);
    const fingerprint = await sendImage(instances.client, {
      pieces,
      onSent: (bytes) => progress('upload', { bytes }),
    }).catch((error: unknown) => {
      isKnown = !isIncusError(error, 'unreachable', 'timeout', 'operation-lost');
      failByIncus(name, error);
    });
    signal.throwIfAborted();
    progress('create', {});
    return await containers.cluster.create({ ...request, image: fingerprint }, signal);
  } finally {
    // What fails here the next start of the helper does.
    await forgetImage(mark, isKnown, options).then(
      () => intents.release(intent),
      (error: unknown) => options.onTrouble(name, error),
    );
  }
}

/** Deletes images of imports that were cut off. */
export async function recoverInstanceImages({
  intents,
  containers,
}: Pick<InstanceImports, 'intents' | 'containers'>): Promise<void> {
  const pending = intents.leftOf('import-instance');
  if (pending.length === 0) return;
  await containers.instances.settled(neverAborts);
  for (const { id, data } of pending) {
    await forgetImage(data.mark, false, { containers });
    intents.release(id);
  }
}

/** `isKnown`: whether Incus has it by now, or never will. */
async function forgetImage(
  mark: string,
  isKnown: boolean,
  { containers }: Pick<InstanceImports, 'containers'>,
): Promise<void> {
  const { client } = containers.instances;
  if (!isKnown) await untilImagesArrived(client, neverAborts);
  await deleteImages(client, mark);
}

/** The image that the files lie on; undefined for a whole root. */
async function imageOf(
  { name, image, chosen }: ExportManifest & { readonly chosen: ChosenInstance },
  { images }: Pick<InstanceImports, 'images'>,
  signal: AbortSignal,
): Promise<Image | undefined> {
  if (image !== null) {
    const here = sameImage(image, chosen.image ?? image.name, await images(signal));
    return here.application === null ? here : failWithoutInit();
  }
  if (chosen.image !== undefined)
    fail('container-failed', {
      name: chosen.name ?? name,
      reason: say('its file holds a whole root, which lies on no image; leave the image out'),
    });
  return undefined;
}
