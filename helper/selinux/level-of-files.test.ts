// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ErrnoError } from '../system/native/errno-error.ts';
import { hasFilesOfFolderLevel } from './level-of-files.ts';

const shared = { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c5,c6-s0:c5,c6,c992' };
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-selinuxfs-'));
  mkdirSync(join(root, 'class/dir'), { recursive: true });
  writeFileSync(join(root, 'class/dir/index'), '7');
});
afterAll(() => rmSync(root, { recursive: true }));

it.each([
  ['that of the process', 'system_u:object_r:bulkhead_tmpfs_t:s0:c5,c6\0', false],
  ['that of the folder', 'system_u:object_r:bulkhead_tmpfs_t:s0\0', true],
])('tells %s from the other', (_, answer, isOfFolder) => {
  const questions: string[] = [];
  const ask = (path: string, question: string): string => {
    questions.push(path, question);
    return answer;
  };
  expect(hasFilesOfFolderLevel(shared, { root, ask })).toBe(isOfFolder);
  expect(questions).toEqual([
    join(root, 'create'),
    'system_u:system_r:bulkhead_t:s0:c5,c6-s0:c5,c6,c992 system_u:object_r:tmpfs_t:s0 7',
  ]);
});

it('says no where the kernel does not know the context', () => {
  const ask = (): string => {
    throw new ErrnoError('write', 22);
  };
  expect(hasFilesOfFolderLevel(shared, { root, ask })).toBe(false);
  expect(hasFilesOfFolderLevel(shared, { root: join(root, 'missing') })).toBe(false);
});
