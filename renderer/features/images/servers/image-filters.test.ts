// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ServerImage } from '../../../../contract/rules/server-image.ts';
import { choicesFor, dateOf, matchingImages, noFilters } from './image-filters.ts';

const image = (name: string, architecture: string, variant: string): ServerImage => ({
  aliases: [name],
  architecture,
  variant,
  version: '20261127_05:24',
  bytes: 1,
  sha256: '',
  distribution: name.split('/')[0] ?? '',
  release: name.split('/')[1] ?? '',
  address: `${name} ${architecture}`,
});
const images = [
  image('debian/trixie', 'amd64', 'default'),
  image('debian/trixie/cloud', 'amd64', 'cloud'),
  image('debian/trixie', 'arm64', 'default'),
  image('fedora/43', 'amd64', 'default'),
];

it('filters by words and by what an image is', () => {
  const found = matchingImages(images, { ...noFilters, text: 'TRIXIE deb', architecture: 'amd64', variant: 'cloud' });
  expect(found.map(({ address }) => address)).toEqual(['debian/trixie/cloud amd64']);
});

it('offers what the other filters leave', () => {
  const filters = { ...noFilters, distribution: 'fedora', architecture: 'arm64' };
  expect(choicesFor('architecture', images, filters)).toEqual(['amd64']);
  expect(choicesFor('distribution', images, filters)).toEqual(['debian']);
});

it('reads the date of a version', () => {
  expect(dateOf({ version: '20261127_05:24' })).toBe('2026-11-27');
  expect(dateOf({ version: '3.22' })).toBe('3.22');
});
