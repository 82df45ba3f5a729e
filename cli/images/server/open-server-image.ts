// SPDX-License-Identifier: Apache-2.0
/** The archive of an image that a server offers. */

import type { Archive } from '../../transfer/open-archive.ts';
import { formatServerOrigin } from '../../../contract/rules/server-image.ts';
import { fetchImage } from '../../../image-servers/fetch-image.ts';
import { chooseServerImage, listServerImages } from '../../../image-servers/list-images.ts';
import type { ServerOptions } from './server-options.ts';

/** `name` is such as `debian/trixie`. The digest of the index proves the archive, whichever way it comes. */
export async function openServerImage(
  name: string,
  { server, keyring, architecture }: ServerOptions,
  signal: AbortSignal,
): Promise<Archive> {
  const images = await listServerImages({ server, keyring }, signal);
  const image = chooseServerImage(images, { name, architecture, server });
  const { bytes, sha256 } = image;
  return { pieces: fetchImage(image, { signal }), bytes, name: formatServerOrigin(server, image), sha256 };
}
