// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { englishOf } from '../../contract/text.ts';
import { cpuSetProblem } from './cpu-set.ts';

const root = mkdtempSync(join(tmpdir(), 'cgroup-root-'));
writeFileSync(join(root, 'cpuset.cpus.effective'), '0-3,8\n');

afterAll(() => rmSync(root, { recursive: true }));

it.each([null, undefined, '0', '0-3', '1,3', '8', '0-1,8'])('processors %s can be given', (wanted) => {
  expect(cpuSetProblem(wanted, root)).toBeUndefined();
});

it.each(['4', '3-4', '0-8', '8-9', '0,7', '3-1'])('processors %s are not there', (wanted) => {
  const problem = cpuSetProblem(wanted, root);
  expect(problem?.limit).toBe('cpuSet');
  expect(englishOf(problem?.reason ?? '')).toBe(`this host has the processors 0-3,8, not ${wanted}`);
});

it('a host that does not say which it has is not judged', () => {
  expect(cpuSetProblem('99', join(root, 'nowhere'))).toBeUndefined();
});
