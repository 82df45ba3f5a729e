// SPDX-License-Identifier: Apache-2.0
/** The images from which containers are created. */

import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { createImageStore, type ImageStore } from './image-store.ts';

export interface ImagesFeature extends Pick<ImageStore, 'list' | 'rootOf'> {
  readonly handlers: HandlersOf<OperationsOf<'image'>>;
  readonly recovery: { readonly images: RecoveryStep };
}

export function createImagesFeature({ log }: { readonly log: Log }): ImagesFeature {
  const { list, rootOf, close } = createImageStore({ log });
  return {
    list,
    rootOf,
    handlers: {
      'image.list': async (_params, { signal }) => ({ images: [...(await list(signal))] }),
    },
    recovery: { images: async () => close() },
  };
}
