// SPDX-License-Identifier: Apache-2.0
/** The images from which containers are created. */

import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { ImageStore } from './image-store.ts';
import type { ImagesForOthers } from './ports.ts';
import { createImages, type Images, type ImagesOptions } from './images.ts';

export interface ImagesFeature extends Pick<Images, 'list'>, ImagesForOthers {
  readonly handlers: HandlersOf<Exclude<OperationsOf<'image'>, 'image.updates'>>;
  readonly recovery: { readonly images: RecoveryStep };
}

export interface ImagesFeatureOptions extends ImagesOptions {
  readonly store: ImageStore;
}

export function createImagesFeature({ store, ...options }: ImagesFeatureOptions): ImagesFeature {
  const images = createImages(store, options);
  return {
    list: images.list,
    has: images.has,
    makeOfFolder: images.makeOfFolder,
    discard: images.discard,
    handlers: {
      'image.list': async (_params, { signal }) => ({ images: [...(await images.list(signal))] }),
      'image.import': (params, { caller, input, signal }) =>
        images.import(params, { uid: caller.identity.uid, input }, signal),
      'image.make': (params, { caller, signal }) => images.make(params, caller.identity.uid, signal),
      'image.describe': (params) => images.describe(params),
      'image.remove': async (params) => {
        await images.remove(params);
        return {};
      },
    },
    recovery: {
      async images() {
        store.close();
        await images.recover();
      },
    },
  };
}
