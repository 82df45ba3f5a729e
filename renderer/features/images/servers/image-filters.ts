// SPDX-License-Identifier: Apache-2.0
/** Chooses which images of a server are shown. */

import { nameOf, type ServerImage } from '../../../../contract/rules/server-image.ts';

/** Each filter is empty for all images. */
export interface ImageFilters {
  /** Words, all of which must be in one of its names. */
  readonly text: string;
  readonly distribution: string;
  readonly release: string;
  readonly architecture: string;
  readonly variant: string;
}

export type FilterKey = Exclude<keyof ImageFilters, 'text'>;
export const filterKeys: readonly FilterKey[] = ['distribution', 'release', 'architecture', 'variant'];

export const noFilters: ImageFilters = { text: '', distribution: '', release: '', architecture: '', variant: '' };

export function matchingImages(images: readonly ServerImage[], filters: ImageFilters): readonly ServerImage[] {
  const words = filters.text.toLowerCase().split(/\s+/);
  return images.filter(
    (image) =>
      filterKeys.every((key) => filters[key] === '' || image[key] === filters[key]) &&
      words.every((word) => image.aliases.some((alias) => alias.toLowerCase().includes(word))),
  );
}

/** What a filter can be set to, among the images that the other filters leave. */
export function choicesFor(key: FilterKey, images: readonly ServerImage[], filters: ImageFilters): readonly string[] {
  const others = matchingImages(images, { ...filters, [key]: '' });
  return [...new Set(others.map((image) => image[key]))].filter((value) => value !== '').sort();
}

/** `2026-11-27` of the version `20261127_05:24`; the version itself where it begins with no date. */
export function dateOf({ version }: Pick<ServerImage, 'version'>): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(version) ?? [];
  return year === undefined ? version : `${year}-${month}-${day}`;
}

/** Writes the name in one word, such as `debian-trixie`. */
export function proposedNameOf(image: ServerImage): string {
  return nameOf(image).replaceAll('/', '-');
}
