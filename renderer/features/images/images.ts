// SPDX-License-Identifier: Apache-2.0
/** The images of the shown host, and what is done with them as operations of the window. */

import { describeImported } from '../../../contract/wording/describe-image.ts';
import { describeTransfer, fractionOf } from '../../../contract/wording/describe-transfer.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { ImageProgress, ImageStep, ImportedImage } from '../../../contract/operations/host/image.ts';
import type { Input, ParamsInput } from '../../../contract/operations/index.ts';
import type { RegistryImage } from '../../../contract/rules/registry-image.ts';
import type { ServerImage } from '../../../contract/rules/server-image.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { formatBytes, formatCount } from '../../lib/units.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { sendFile } from '../../host/send-file.ts';
import { sendRegistryImage, sendServerImage } from '../../host/send-server-image.ts';
import { t } from '../../lib/language/t.ts';

interface ImagesState {
  /** Lists the images by name; undefined while they are not known. */
  readonly images: readonly Image[] | undefined;
  readonly problem: string | undefined;
}

export const useImages = createHostStore<ImagesState>({ images: undefined, problem: undefined });

/** The last answer stays while they are read again. */
export async function loadImages(): Promise<void> {
  try {
    const { images } = await currentClient().request('image.list', {});
    useImages.setState({ images, problem: undefined });
  } catch (error) {
    useImages.setState({ problem: failureText(t('cannot list the images'), error) });
  }
}

const steps: Readonly<Record<ImageStep, string>> = {
  check: t('Checking'),
  freeze: t('Freezing the container'),
  unpack: t('Unpacking'),
  write: t('Writing to the disk'),
};

/** Begins to make an image of a file, and gives the id of the operation. */
export function importImage(file: File, params: ParamsInput<'image.import'>): number {
  return importArchive({
    params,
    bytes: file.size,
    feed: (send) => sendFile(file, send),
    again: () => void importImage(file, params),
  });
}

/** Imports an image that a server of images has. */
export function importServerImage(image: ServerImage, params: ParamsInput<'image.import'>): number {
  return importArchive({
    params,
    bytes: image.bytes,
    feed: (send, signal) => sendServerImage(image.address, send, signal),
    again: () => void importServerImage(image, params),
  });
}

/** Imports an image of a registry. What a login has is kept no longer than the operation. */
export function importRegistryImage(image: RegistryImage, params: ParamsInput<'image.import'>): number {
  return importArchive({
    params,
    bytes: undefined,
    feed: (send, signal) => sendRegistryImage(image, send, signal),
    again: () => void importRegistryImage(image, params),
  });
}

interface ArchiveImport {
  readonly params: ParamsInput<'image.import'>;
  /** Undefined where that is not known before. */
  readonly bytes: number | undefined;
  /** Sends all of the archive. What cannot be read ends the call, and the end of the call ends the reading. */
  readonly feed: (send: (input: Input<'image.import'>) => Promise<void>, signal: AbortSignal) => Promise<void>;
  readonly again: () => void;
}

function importArchive({ params, bytes, feed, again }: ArchiveImport): number {
  return begin(
    { subject: params.image, title: t('Importing {image}', { image: params.image }), again },
    async (context) => {
      const end = new AbortController();
      const signal = AbortSignal.any([context.signal, end.signal]);
      const channel = currentClient().channel('image.import', params, { signal });
      let unread: unknown;
      const sent = feed((input) => channel.send(input), signal).catch((error: unknown) => {
        if (signal.aborted) return;
        unread = error;
        end.abort();
      });
      try {
        return await follow(context, channel, bytes);
      } catch (error) {
        end.abort();
        await sent;
        throw unread ?? error;
      }
    },
  );
}

/** Begins to make an image of a container, and gives the id of the operation. */
export function makeImage(params: ParamsInput<'image.make'>): number {
  const again = (): void => void makeImage(params);
  return begin(
    { subject: params.name, title: t('Making an image of {name}', { name: params.name }), again },
    (context) => follow(context, currentClient().stream('image.make', params, { signal: context.signal }), undefined),
  );
}

export async function describeImage(image: string, description: string): Promise<void> {
  try {
    await currentClient().request('image.describe', { image, description });
    notify({ tone: 'done', text: t('The description of the image {image} was changed.', { image }) });
  } catch (error) {
    notifyFailure(t('cannot describe the image {image}', { image }), error);
  }
  await loadImages();
}

export async function removeImage(image: string): Promise<void> {
  try {
    await startOperation({
      title: t('Removing the image {image}', { image }),
      subject: image,
      containers: [],
      activeLabel: t('being removed'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('image.remove', { image }, { signal }),
    }).result;
    notify({ tone: 'done', text: t('The image {image} was removed.', { image }) });
  } catch (error) {
    notifyFailure(t('cannot remove the image {image}', { image }), error);
  }
  await loadImages();
}

interface ImageWork {
  readonly subject: string;
  readonly title: string;
  readonly again: () => void;
}

function begin(
  { subject, title, again }: ImageWork,
  run: (context: OperationContext) => Promise<ImportedImage>,
): number {
  const { id, result } = startOperation({
    title,
    subject,
    containers: [],
    activeLabel: t('being copied'),
    canCancel: true,
    again,
    run,
  });
  void result.then(
    (made) => {
      notify({
        tone: 'done',
        text: [t('The image {name} was made.', { name: made.image.name }), ...describeImported(made)].join(' '),
        link: { label: t('Open'), route: { page: 'images', filter: '' } },
      });
      return loadImages();
    },
    (error: unknown) => notifyFailure(t('cannot finish: {title}', { title }), error),
  );
  return id;
}

interface ImageCall extends AsyncIterable<ImageProgress> {
  readonly result: Promise<ImportedImage>;
}

async function follow(
  { progress }: OperationContext,
  call: ImageCall,
  totalBytes: number | undefined,
): Promise<ImportedImage> {
  const begunAt = performance.now();
  for await (const { step, receivedBytes, files } of call) {
    const seconds = (performance.now() - begunAt) / 1000;
    const transfer = { doneBytes: receivedBytes, totalBytes, seconds };
    const detail = t('{transfer} ({files} files)', {
      transfer: describeTransfer(transfer, formatBytes),
      files: formatCount(files),
    });
    if (step === 'unpack') progress(steps[step], fractionOf(transfer), detail);
    else progress(steps[step], undefined);
  }
  return call.result;
}
