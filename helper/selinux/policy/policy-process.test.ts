// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { createPolicyProcess, type PolicyProcess } from './policy-process.ts';
import type { startDecompiler } from './kernel-policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-policy-process-'));
const reader = join(folder, 'reader.js');
const { signal } = new AbortController();
const started = vi.fn();
const work: WorkGroup = {
  open() {
    started();
    return { admit: () => undefined, isOutOfMemory: false, end: async () => undefined };
  },
};

let sequence: number | undefined;
/** Writes the policy that the kernel has now. */
let decompiler: string;
let process: PolicyProcess;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  await build({
    entryPoints: [join(import.meta.dirname, 'policy-reader.ts')],
    outfile: reader,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
});

beforeEach(() => {
  sequence = 0;
  started.mockClear();
  process = createPolicyProcess({ reader, sequence: () => sequence, decompile, work });
});

afterEach(() => process.close());
afterAll(() => rmSync(folder, { recursive: true }));

test('it is asked what the loaded policy says, and is started once', async () => {
  load('http_port_t');
  expect(await typeOfPort()).toBe('http_port_t');
  expect(await typeOfPort()).toBe('http_port_t');
  expect(started).toHaveBeenCalledTimes(1);
});

test('it reads each further policy of the kernel without being started again', async () => {
  for (const type of ['http_port_t', 'db_port_t', 'other_port_t']) {
    load(type);
    expect(await typeOfPort()).toBe(type);
  }
  expect(started).toHaveBeenCalledTimes(1);
});

test('questions asked before and after a change are all answered, the later ones from the new policy', async () => {
  load('http_port_t');
  const before = typeOfPort();
  load('db_port_t');
  const after = typeOfPort();
  load('other_port_t');
  expect(await Promise.all([before, after, typeOfPort()])).toEqual([
    expect.stringMatching(/_port_t$/),
    expect.stringMatching(/^(db|other)_port_t$/),
    'other_port_t',
  ]);
});

test('what cannot be decompiled is said, and the next policy is read by a process of its own', async () => {
  load('http_port_t');
  await typeOfPort();
  sequence = 100;
  decompiler = 'printf "(type half_t)"; echo "checkpolicy: it is damaged" >&2; exit 1';
  await expect(typeOfPort()).rejects.toThrow('checkpolicy ended with 1: checkpolicy: it is damaged');
  load('db_port_t');
  expect(await typeOfPort()).toBe('db_port_t');
});

test('a text that is no policy is said in the words of the process', async () => {
  sequence = 1;
  decompiler = 'echo "(type web_t"';
  await expect(typeOfPort()).rejects.toThrow('cannot read the policy');
});

test('there is no policy to ask without SELinux', async () => {
  sequence = undefined;
  await expect(typeOfPort()).rejects.toThrow('without SELinux');
});

test('who asks may leave while the policy is read', async () => {
  load('http_port_t');
  const leave = new AbortController();
  const asked = process.ask('port-types', [{ protocol: 'tcp', port: 80 }], leave.signal);
  leave.abort(new Error('left'));
  await expect(asked).rejects.toThrow('left');
  expect(await typeOfPort()).toBe('http_port_t');
});

/** The kernel gets another policy, in which TCP port 80 has this type. */
function load(type: string): void {
  sequence = (sequence ?? 0) + 1;
  decompiler = `echo "lines before"; echo "(type ${type}) (portcon tcp 80 (system_u object_r ${type} ((s0) (s0))))"`;
}

function decompile(): ReturnType<typeof startDecompiler> {
  return spawn('sh', ['-c', decompiler], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function typeOfPort(): Promise<string | null | undefined> {
  const [type] = await process.ask('port-types', [{ protocol: 'tcp', port: 80 }], signal);
  return type;
}
