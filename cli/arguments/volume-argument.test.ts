// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { volumeArgument } from './volume-argument.ts';

test.each([
  ['/srv/data:/data', { source: '/srv/data', target: '/data', readOnly: false }],
  ['/srv/data:/data:ro', { source: '/srv/data', target: '/data', readOnly: true }],
  ['data:/data', { source: '/var/lib/bulkhead/volumes/data/files', target: '/data', readOnly: false }],
  ['/srv/a:b/c d:/var/lib/x:rw', { source: '/srv/a:b/c d', target: '/var/lib/x', readOnly: false }],
])('%s is a volume', (text, volume) => {
  expect(volumeArgument(text)).toEqual(volume);
});

test.each([
  '',
  '/srv',
  ':/data',
  '/srv:',
  'srv/a:/data',
  '..:/data',
  '/:/data',
  '//srv:/data',
  '/srv/../etc:/data',
  '/srv/./x:/data',
  '/srv/:/data',
  '/srv:data',
  '/srv:/',
  '/srv:/a/../b',
  '/srv:/a//b',
  '/srv:/a b',
  '/srv:/a,b',
  '/srv:/proc/x',
  '/srv:/dev',
  '/srv:/data:rx',
  '/srv/\n:/data',
  '/srv/\u202e:/data',
  '/srv:/a\\040b',
])('%j is none', (text) => {
  expect(() => volumeArgument(text)).toThrow('A volume is SRC:DST');
});
