// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containerNameSchema } from '../../contract/model/names.ts';
import { ownerOfPolicyName, plainNumberOf, plainOwner, policyNames } from './names.ts';

const containerName = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
  .filter((name) => containerNameSchema().safeParse(name).success);

test('a name in the policy says what it is of', () => {
  expect(policyNames('web-01')).toEqual({
    module: 'bulkhead_c_web_d01',
    domain: 'bulkhead_c_web_d01_t',
    files: 'bulkhead_c_web_d01_file_t',
    volumes: 'bulkhead_c_web_d01_volume_t',
    readonlyVolumes: 'bulkhead_c_web_d01_readonly_t',
    memory: 'bulkhead_c_web_d01_tmpfs_t',
    terminals: 'bulkhead_c_web_d01_terminal_t',
    others: 'bulkhead_c_web_d01_others',
  });
});

test('every name of every container is an identifier and leads back to that container', () => {
  fc.assert(
    fc.property(containerName, (name) => {
      for (const word of Object.values<string>({ ...policyNames(name) })) {
        expect(word).toMatch(/^bulkhead_c_[A-Za-z0-9_]+$/);
        expect(ownerOfPolicyName(word)).toBe(name);
      }
    }),
  );
});

test('no two containers have a name in common, though one is called like a part of the other', () => {
  const names = [
    'web',
    'web_t',
    'web_file',
    'web.file',
    'web-file',
    'web_file_t',
    'web_others',
    'web__t',
    'WEB',
    'web_d',
    'web-',
    'web_p',
    'webd',
    'web_volume_t',
    'web_readonly_t',
    'web_tmpfs_t',
    'web_terminal_t',
  ];
  const words = names.flatMap((name) => Object.values<string>({ ...policyNames(name) }));
  expect(new Set(words).size).toBe(words.length);
});

test('names of the base module and of the distribution are no container', () => {
  for (const name of [
    'bulkhead',
    'bulkhead_t',
    'bulkhead_file_t',
    'bulkhead_helper_t',
    'bulkhead-host',
    'base',
    'container',
    'bulkhead_c_',
    'bulkhead_c__t',
    'bulkhead_c_a_x',
  ])
    expect(ownerOfPolicyName(name), name).toBeUndefined();
});

test('a plain domain has names that no container has, and they lead back to its key', () => {
  for (const word of Object.values<string>({ ...policyNames(plainOwner(17)) })) {
    expect(word).toMatch(/^bulkhead_p_17(?:_|$)/);
    expect(ownerOfPolicyName(word)).toBe('plain:17');
  }
  expect([
    plainNumberOf('plain:17'),
    plainNumberOf('web'),
    plainNumberOf('plain:0'),
    plainNumberOf('plain:1x'),
  ]).toEqual([17, undefined, undefined, undefined]);
  expect(containerNameSchema().safeParse(plainOwner(1)).success).toBe(false);
});
