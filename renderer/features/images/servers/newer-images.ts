// SPDX-License-Identifier: Apache-2.0
/** Says whether the servers from which images of the host came have newer ones by now. */

import type { Image } from '../../../../contract/model/host/image.ts';
import { parseServerOrigin, type ServerImage, successorOf } from '../../../../contract/rules/server-image.ts';
import { createHostStore } from '../../../host/host-stores.ts';
import { imageServers } from '../../../host/main-process.ts';
import { t } from '../../../lib/language/t.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';

interface NewerImage {
  readonly server: string;
  readonly image: ServerImage;
}

interface NewerState {
  /** Holds the newer images by the name of the image on the host. */
  readonly byName: ReadonlyMap<string, NewerImage>;
  readonly isLooking: boolean;
}

export const useNewerImages = createHostStore<NewerState>({ byName: new Map(), isLooking: false });

export function isOfServer({ origin }: Pick<Image, 'origin'>): boolean {
  return parseServerOrigin(origin) !== undefined;
}

/** Asks each server once; what cannot be asked is said, and the others count. */
export async function lookForNewer(images: readonly Image[]): Promise<void> {
  const known = images.flatMap((image) => {
    const origin = parseServerOrigin(image.origin);
    return origin === undefined ? [] : [{ name: image.name, origin }];
  });
  useNewerImages.setState({ isLooking: true });
  const byName = new Map<string, NewerImage>();
  for (const server of new Set(known.map(({ origin }) => origin.server)))
    try {
      const offered = await imageServers().find(server, undefined);
      for (const { name, origin } of known.filter((one) => one.origin.server === server)) {
        const image = successorOf(offered, origin);
        if (image !== undefined && image.version > origin.version) byName.set(name, { server, image });
      }
    } catch (error) {
      notifyFailure(t('cannot ask the server {server}', { server }), error);
    }
  useNewerImages.setState({ byName, isLooking: false });
  notify({
    tone: 'done',
    text:
      byName.size === 0
        ? t('The servers have no newer images.')
        : t('{count, plural, one {There is a newer one of 1 image.} other {There are newer ones of {count} images.}}', {
            count: byName.size,
          }),
  });
}
