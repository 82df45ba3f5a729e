// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordedAccess } from '../contract/model/policy/replay.ts';
import type { Params, Result } from '../contract/operations/index.ts';
import { accessOf } from '../sepolicy/fixtures/small-policy.ts';
import { changedText, presentText } from '../sepolicy/replay/fixtures/two-policies.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, type Outcome, runCommand } from './fixtures/run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-replay-'));
  await writeFile(join(folder, 'loaded.cil'), presentText);
  await writeFile(join(folder, 'changed.cil'), changedText);
  execFileSync('secilc', ['-m', join(folder, 'changed.cil'), '-o', join(folder, 'policy.34'), '-f', '/dev/null']);
  await writeFile(join(folder, 'opens.cil'), '(allow web_t content_t (file (write)))\n');
  await writeFile(join(folder, 'constrains.cil'), '(mlsconstrain (file (open)) (eq h1 h2))\n');
  await writeFile(join(folder, 'wrong.cil'), '(allow web_t gone_t (file (write)))\n');
});
afterAll(() => rm(folder, { recursive: true }));

const recorded = (text: string, change: Partial<RecordedAccess> = {}): RecordedAccess => {
  const { permissions, ...access } = accessOf(text);
  return {
    ...access,
    permissions: [...permissions],
    container: 'web',
    comms: ['ngi\u001bnx'],
    used: 3,
    blocked: 0,
    last: 1_795_600_000,
    ...change,
  };
};
const accesses = [
  recorded('web_t:s0:c1 content_t:s0:c1,c2:file open'),
  recorded('web_t:s0:c1 port_t:s0:tcp_socket name_connect', { container: null, comms: [] }),
  recorded('web_t:s0:c1 content_t:s0:c1:file write', { used: 0, blocked: 2 }),
];

async function replay(
  words: readonly string[],
  given: Partial<Result<'policy.recorded'>> = {},
): Promise<Outcome & { readonly asked: readonly Params<'policy.recorded'>[] }> {
  const asked: Params<'policy.recorded'>[] = [];
  const recording = { since: 1_795_000_000, oldest: null, gaps: [], leftOut: 0 };
  const host = await startSocketHost({
    'policy.recorded': async (params) => (asked.push(params), { accesses, recording, ...given }),
  });
  const paths = words.map((word) => (/\.(cil|34)$/.test(word) ? join(folder, word) : word));
  try {
    const loaded = ['--loaded', join(folder, 'loaded.cil')];
    const outcome = await runCommand(['policy', 'replay', ...loaded, ...paths], { socketPath: host.socketPath });
    return { ...outcome, asked };
  } finally {
    await host.close();
  }
}

describe('policy replay', () => {
  it('says what a whole policy would deny and allow, keeps the booleans, and fails', async () => {
    const { exitCode, stdout, asked } = await replay(['--policy', 'policy.34', '--days', '30', '--container', 'web']);
    expect(asked).toEqual([{ days: 30, container: 'web' }]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^It would deny 2 of the 3 accesses that were recorded since 2026-\d\d-\d\d .*\.$/m);
    expect(stdout).toMatch(
      new RegExp(
        String.raw`^- web: web_t content_t:file \{ open \} by ngi\\x1bnx: took place \(3 ×\), last .*\n` +
          String.raw` {4}Granted by: allow .*; Denied by: mlsconstrain file \{ open \} \(eq h1 h2\);$`,
        'm',
      ),
    );
    expect(stdout).toMatch(/^- host: web_t port_t:tcp_socket \{ name_connect \}: took place/m);
    expect(stdout).toMatch(
      /^It would allow 1 of the 3 that are denied now\.\n\+ web: web_t content_t:file \{ write \}/m,
    );
    expect(stdout).toMatch(/^Only what SELinux logged is known: /m);
  });

  it('adds a module to the loaded policy where there is no store, and says so', async () => {
    const { exitCode, stdout, stderr, asked } = await replay(['opens.cil']);
    expect(asked).toEqual([{ days: 14 }]);
    expect(stdout).toMatch(/^It would deny none of the 3 accesses/);
    expect(stdout).toMatch(/^It would allow 1 of the 3/m);
    expect(stderr).toContain('the module is added to the loaded policy');
    expect(exitCode).toBe(0);
    expect(await replay(['constrains.cil'])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^It would deny 1 of the 3/) as string,
    });
  });

  it('turns a boolean, and gives scripts one value', async () => {
    const { exitCode, stdout } = await replay(['--boolean', 'web_connects=off', '--json']);
    expect(exitCode).toBe(1);
    expect(linesOf(stdout)).toMatchObject([
      {
        examined: 3,
        denied_count: 1,
        denied: [
          {
            container: null,
            source: 'system_u:system_r:web_t:s0:c1',
            class: 'tcp_socket',
            permissions: ['name_connect'],
            used: 3,
            denied_by: ['allow web_t port_t:tcp_socket { name_connect }; [ web_connects ]'],
          },
        ],
        allowed: [],
        unknown_count: 0,
        records: { since: 1_795_000_000, oldest: null, gaps: [], left_out: 0 },
      },
    ]);
  });

  it('says what it does not know, and what may be missing, by an exit code of its own', async () => {
    const { exitCode, stdout } = await replay(['opens.cil'], {
      accesses: [recorded('web_t:s0 gone_t:s0:file read')],
      recording: { since: 1_795_000_000, oldest: 1_795_100_000, gaps: ['records-lost'], leftOut: 7 },
    });
    expect(exitCode).toBe(6);
    expect(stdout).toContain('Of 1 of the 1 it is not known.\n? web: web_t gone_t:file { read } by ');
    expect(stdout).toContain(': the present policy has no type gone_t\n');
    expect(stdout).toMatch(/^The oldest record that is kept is of 2026-.*\nRecords were dropped.*\n7 more accesses/m);
  });

  it('accepts one change only, and what compiles', async () => {
    expect(await replay([])).toMatchObject({ exitCode: 2, asked: [] });
    expect(await replay(['opens.cil', '--policy', 'policy.34'])).toMatchObject({ exitCode: 2 });
    expect(await replay(['--boolean', 'gone=on'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('the loaded policy has no boolean gone') as string,
    });
    const { exitCode, stderr } = await replay(['wrong.cil']);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/wrong\.cil: it does not compile: .*module\.cil:1/)]);
    const other = await runCommand(['--host', 'ssh://elsewhere', 'policy', 'replay', join(folder, 'opens.cil')]);
    expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--loaded') as string });
  });
});
