// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseDrillImage, type DrillImage } from './drill-image.ts';

let folder = '';
const perl = 'usr/bin/perl';
const web = [perl, 'usr/sbin/apache2', 'usr/lib/apache2/modules/libphp8.4.so'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drill-image-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Chooses among images with these files. */
function choose(images: Readonly<Record<string, readonly string[]>>): Promise<DrillImage> {
  for (const [name, files] of Object.entries(images))
    for (const file of files) {
      mkdirSync(dirname(join(folder, name, file)), { recursive: true });
      writeFileSync(join(folder, name, file), '');
    }
  return chooseDrillImage(
    { list: async () => Object.keys(images).map((name) => ({ name })), rootOf: async (name) => join(folder, name) },
    new AbortController().signal,
  );
}

describe('the image of a drill', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>, DrillImage]>([
    ['is its own', { a: web, 'drill-web': web }, { name: 'drill-web', isServing: true }],
    ['is one that serves PHP', { a: [perl], b: web }, { name: 'b', isServing: true }],
    ['is any that has Perl', { a: ['usr/bin/sh'], b: [perl], c: [perl] }, { name: 'b', isServing: false }],
    ['serves nothing without PHP', { a: web.slice(0, 2) }, { name: 'a', isServing: false }],
  ])('%s', async (_what, images, chosen) => {
    expect(await choose(images)).toEqual(chosen);
  });

  it('is named where there is none', async () => {
    await expect(choose({ a: ['usr/bin/sh'] })).rejects.toMatchObject({
      code: 'image-not-found',
      data: { image: 'drill-web' },
    });
  });
});
