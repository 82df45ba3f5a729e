// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { interfaceNameSchema } from '../../../contract/model/names.ts';
import { vethNameOf } from './veth-name.ts';

it('gives each container an interface name of its own, which stays the same', () => {
  const names = ['web', 'db', 'a'.repeat(63)].map(vethNameOf);
  expect(new Set(names).size).toBe(3);
  expect(names.map((name) => interfaceNameSchema().safeParse(name).success)).toEqual([true, true, true]);
  // Interfaces of running containers carry it: another scheme would lose them.
  expect(vethNameOf('web')).toBe('bh4b5e57f6eb2f4');
});
