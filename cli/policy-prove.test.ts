// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContainerObjects, FoundObject } from '../contract/model/policy/container-objects.ts';
import type { Proof } from '../contract/model/policy/proof.ts';
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

it('ends with 1 where an object of a running container lacks its categories, and names it with controls made visible', async () => {
  const { stdout } = await proveFile(policy, '--json');
  const proof = linesOf(stdout)[0] as Proof;
  const looked = { mount: 3, file: 20, terminal: 1, process: 2, descriptor: 9, socket: 4 };
  const found: FoundObject = {
    container: 'web',
    kind: 'file',
    path: '/srv/\u001b[2Jx',
    context: 'system_u:object_r:bulkhead_file_t:s0',
    lacks: 'all',
    remedy: 'Restore its label.',
  };
  const objects: ContainerObjects = {
    containers: [{ name: 'web', looked, excepted: 5, unread: 0, left: ['2 mounts that others cover'] }],
    passed: [{ name: 'free', reason: 'its context is not known' }],
    found: [found],
    foundCount: 3,
  };
  const certificate = { host: 'h', provedAt: 1, policySha256: 'a', enforcing: true, helper: '0' };
  const signed = { hashes: [], signature: { algorithm: 'ed25519' as const, publicKey: '', value: '' } };
  const host = await startSocketHost({
    'policy.certificate': async () => ({ last: null }),
    'policy.prove': async () => ({
      certificate: { ...certificate, proof: { ...proof, verdict: 'open', objects } },
      ...signed,
    }),
  });
  try {
    const shown = await runCommand(['policy', 'prove'], { socketPath: host.socketPath });
    const text = shown.stdout.replace(/\s+/g, ' ');
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).not.toContain('\u001b');
    for (const part of [
      'Not proven: 3 objects of running containers do not hold their categories.',
      '(file of web) has no categories: system_u:object_r:bulkhead_file_t:s0 Restore its label. and 2 more',
      'web: 3 mounts, 20 files, 1 terminals, 2 processes, 9 descriptors, 4 sockets; 5 without categories by design',
      'Not looked at in web: 2 mounts that others cover.',
      'free was not looked at: its context is not known.',
    ])
      expect(text).toContain(part);
  } finally {
    await host.close();
  }
});
