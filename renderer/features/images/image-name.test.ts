// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { problemOfImageName, proposeImageName } from './image-name.ts';

it.each([
  ['debian-13.tar.xz', 'debian-13'],
  ['rootfs.tar', 'rootfs'],
  ['alpine.tgz', 'alpine'],
  ['My root (1).tar.zst', 'My-root-1'],
  ['..hidden..gz', 'hidden'],
  ['имя.tar', ''],
])('proposes for %s the name "%s"', (file, name) => {
  expect(proposeImageName(file)).toBe(name);
});

it('says what is wrong with a name', () => {
  const taken = new Set(['debian-13']);
  expect(['', 'debian-13', 'a b', 'alpine'].map((name) => problemOfImageName(name, taken))).toEqual([
    'Give it a name.',
    'There is an image of this name. Choose another.',
    expect.stringMatching(/^The name must begin with a letter or digit/),
    undefined,
  ]);
});
