// SPDX-License-Identifier: Apache-2.0

import { fail } from '../../../contract/errors.ts';
import type { ExportManifest } from '../../../contract/model/containers/export-manifest.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { say } from '../../../contract/text.ts';

/**
 * The image of this host with this name. The files of a layer are what differs from its image: on another one they would
 * be those of no container, so it has to be made of the same archive.
 */
export function sameImage(image: NonNullable<ExportManifest['image']>, name: string, images: readonly Image[]): Image {
  const here = images.find((one) => one.name === name) ?? fail('image-not-found', { image: name });
  if (image.sha256 !== null && here.sha256 !== null && image.sha256 !== here.sha256)
    fail('archive-unusable', {
      reason: say(
        'its files lie on an image {theirs} with the digest {digest}, and the image {name} of this ' +
          'host has {sha256}; import that image too, and choose it',
        { theirs: image.name, digest: image.sha256, name, sha256: here.sha256 },
      ),
    });
  return here;
}
