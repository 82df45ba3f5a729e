// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const policy =
  '(class file (read write odd)) (typeattribute bulkhead_domain) (type bulkhead_c_a_t) (type bulkhead_c_b_t) (type log_t) ' +
  '(typeattributeset bulkhead_domain (bulkhead_c_a_t bulkhead_c_b_t))';
const leak = '(allow bulkhead_c_a_t log_t (file (write))) (allow bulkhead_c_b_t log_t (file (read)))';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-prove-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function proveFile(text: string, ...options: readonly string[]) {
  const file = join(folder, 'policy.cil');
  await writeFile(file, text);
  return runCommand([...options, 'policy', 'prove', '--policy', file]);
}

it('proves a file, and ends with 0, 1 or 6', async () => {
  const proven = await proveFile(policy);
  expect([proven.exitCode, proven.stdout.split(' ')[0]]).toEqual([0, 'Proven:']);
  const open = await proveFile(policy + leak);
  expect([open.exitCode, open.stdout.includes('bulkhead_c_a_t -> bulkhead_c_b_t')]).toEqual([1, true]);
  expect(open.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const odd = '(type bulkhead_c_a_file_t) (allow bulkhead_c_a_t bulkhead_c_a_file_t (file (odd)))';
  expect((await proveFile(policy + odd)).exitCode).toBe(6);
  expect(linesOf((await proveFile(policy, '--json')).stdout)).toMatchObject([{ verdict: 'proven' }]);
});

it('asks a host about a pair, and denies one of two names', async () => {
  const asked: unknown[] = [];
  const host = await startSocketHost({
    'policy.prove': async (params) => {
      asked.push(params);
      throw new Error('not needed');
    },
  });
  try {
    await runCommand(['policy', 'prove', '--from', 'web', '--to', 'db'], { socketPath: host.socketPath });
    expect(asked).toEqual([{ pair: { from: 'web', to: 'db' } }]);
    expect((await runCommand(['policy', 'prove', '--from', 'web'], { socketPath: host.socketPath })).exitCode).toBe(2);
  } finally {
    await host.close();
  }
});
