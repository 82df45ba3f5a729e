// SPDX-License-Identifier: Apache-2.0
/** The images of a server, as LXC's and Ubuntu's offer them: which there are, and the newest of each. */

import { nameOf, type ServerImage } from '../contract/rules/server-image.ts';
import { indexSchema, productsSchema, readItem, readProduct, type ServerItem } from './index-shapes.ts';
import { addressOf, readIndex, type ServerChoice } from './read-index.ts';
import { ServerError } from './server-error.ts';

const aliasPattern = /^[A-Za-z0-9][\w.+~-]*(?:\/[\w.+~-]+)*$/;

/** What holds a whole root file system as a tar; images of disks and of squashfs are not read. */
const isRoot = ({ ftype, path }: ServerItem): boolean =>
  /^root(fs)?\.tar\.|_combined\.tar\./.test(ftype) || /\/root(fs)?\.tar\.\w+$/.test(path);

/** Lists the images by name, then by architecture. Rejects with a `ServerError`. */
export async function listServerImages(choice: ServerChoice, signal: AbortSignal): Promise<readonly ServerImage[]> {
  const index = indexSchema.safeParse(await readIndex(choice, 'streams/v1/index.json', signal));
  if (!index.success) throw new ServerError(choice.server, 'its index is not one of a server of images');
  const paths = Object.values(index.data.index)
    .filter(({ datatype }) => datatype === undefined || datatype === 'image-downloads')
    .map(({ path }) => path);
  const images: ServerImage[] = [];
  for (const path of paths) {
    const { data } = productsSchema.safeParse(await readIndex(choice, path, signal));
    for (const product of Object.values(data?.products ?? {})) images.push(...newestOf(choice.server, product));
  }
  return images.sort(
    (one, other) => compare(nameOf(one), nameOf(other)) || compare(one.architecture, other.architecture),
  );
}

/** The one of that name. Throws an `ServerError` that says which there are instead. */
export function chooseServerImage(
  images: readonly ServerImage[],
  { name, architecture, server }: { readonly name: string; readonly architecture: string; readonly server: string },
): ServerImage {
  const ofName = images.filter(({ aliases }) => aliases.includes(name));
  const chosen = ofName.find((image) => image.architecture === architecture);
  if (chosen !== undefined) return chosen;
  const others = ofName.map((image) => image.architecture).join(', ');
  throw new ServerError(
    `${name} of ${server}`,
    others === ''
      ? 'there is no image of that name; "bulkheadctl image find" shows those that there are'
      : `there is none for ${architecture}, but for ${others}; choose with --architecture`,
  );
}

function newestOf(server: string, given: unknown): readonly ServerImage[] {
  const product = readProduct(given);
  const aliases = product?.aliases.split(',').filter((alias) => aliasPattern.test(alias)) ?? [];
  if (product === undefined || aliases.length === 0) return [];
  for (const [version, { items }] of Object.entries(product.versions).sort(([one], [other]) => compare(other, one))) {
    const root = Object.values(items)
      .flatMap((item) => readItem(item) ?? [])
      .find(isRoot);
    if (root === undefined) continue;
    const { path, size, sha256 } = root;
    const { arch: architecture, os, release, variant = '' } = product;
    const [first = '', second = ''] = aliases[0]?.split('/') ?? [];
    const image = { distribution: (os ?? first).toLowerCase(), release: release ?? second, variant };
    return [{ aliases, architecture, ...image, version, address: addressOf(server, path), bytes: size, sha256 }];
  }
  return [];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
