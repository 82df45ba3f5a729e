// SPDX-License-Identifier: Apache-2.0
/**
 * The image of a drill's throw-away containers. Every image with Perl will do, as all of Debian have it; the paper's
 * requests also need Apache with PHP, and are left out without.
 */

import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drillImage } from '../../../../contract/rules/drill-image.ts';
import { fail } from '../../../../contract/errors.ts';

export interface DrillImage {
  readonly name: string;
  /** Says whether it has Apache with PHP. */
  readonly isServing: boolean;
}

export interface DrillImages {
  readonly list: (signal: AbortSignal) => Promise<readonly { readonly name: string }[]>;
  readonly rootOf: (name: string) => Promise<string>;
}

/** The drill's own image, else one that serves, else the first that has Perl. Fails with `image-not-found`. */
export async function chooseDrillImage({ list, rootOf }: DrillImages, signal: AbortSignal): Promise<DrillImage> {
  const fit: DrillImage[] = [];
  for (const { name } of await list(signal)) {
    const root = await rootOf(name);
    if (isFile(root, 'usr/bin/perl')) fit.push({ name, isServing: hasWebServer(root) });
  }
  return (
    fit.find(({ name }) => name === drillImage.name) ??
    fit.find(({ isServing }) => isServing) ??
    fit[0] ??
    fail('image-not-found', { image: drillImage.name })
  );
}

function hasWebServer(root: string): boolean {
  if (!isFile(root, 'usr/sbin/apache2')) return false;
  try {
    return readdirSync(join(root, 'usr/lib/apache2/modules')).some((name) => /^libphp.*\.so$/.test(name));
  } catch {
    return false;
  }
}

function isFile(root: string, path: string): boolean {
  return lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true;
}
