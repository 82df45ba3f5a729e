// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerNameSchema, interfaceNameSchema } from './names.ts';
import { volumeSourceSchema, volumeTargetSchema } from './containers/volume.ts';

const accepts = (schema: { safeParse(value: unknown): { readonly success: boolean } }) => (text: string) =>
  schema.safeParse(text).success;

it.each([
  ['a container', containerNameSchema(), ['a', '0', 'web-1.example_2', 'W'.repeat(63)]],
  ['an interface', interfaceNameSchema(), ['a', 'eth0.5', 'v'.repeat(15)]],
  ['a folder of the host', volumeSourceSchema(), ['/srv', '/srv/a b/ä', '/...', '/srv/.hidden/x..y']],
  ['a place in a container', volumeTargetSchema(), ['/data', '/srv/a_b@c+d', '/process', '/data/dev', '/...']],
])('is one of %s', (_, schema, names) => {
  expect(names.filter((name) => !accepts(schema)(name))).toEqual([]);
});

it.each([
  [
    'a container',
    containerNameSchema(),
    ['', '.a', '-a', '_a', 'a/b', 'a b', 'a..b', 'a.', 'ä', 'a\n', 'W'.repeat(64), '..'],
  ],
  ['an interface', interfaceNameSchema(), ['', '0a', 'a..b', 'a.', 'a/b', 'a\n', 'v'.repeat(16)]],
  [
    'a folder of the host',
    volumeSourceSchema(),
    [
      '',
      '/',
      'srv',
      '//srv',
      '/srv/',
      '/srv//a',
      '/srv/./a',
      '/srv/../a',
      '/..',
      '/a\n',
      '/a\u202eb',
      '/a\u2028',
      '/'.padEnd(1025, 'a'),
    ],
  ],
  [
    'a place in a container',
    volumeTargetSchema(),
    [
      '',
      '/',
      'data',
      '/data/',
      '/a//b',
      '/./a',
      '/a/..',
      '/a b',
      '/a\n',
      '/proc',
      '/sys/x',
      '/dev',
      '/run/x',
      '/tmp',
      '/'.padEnd(256, 'a'),
    ],
  ],
])('is none of %s', (_, schema, names) => {
  expect(names.filter(accepts(schema))).toEqual([]);
});
