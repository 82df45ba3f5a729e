// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-cli-transfer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const exporting = (isWhole: boolean): Promise<string> =>
  given({
    async *'container.export'({ name }) {
      yield { type: 'step', step: 'copy', bytes: null };
      yield { type: 'data', data: Buffer.from('some ') };
      yield { type: 'data', data: Buffer.from('bytes') };
      if (!isWhole) fail('container-failed', { name, reason: 'its files cannot be packed: no' });
      return { bytes: 10, sha256: 'ab'.repeat(32) };
    },
  });

const importing = (received: string[], asked: unknown[]): Promise<string> =>
  given({
    ...sampling,
    ...noDenials,
    async *'container.import'(params, { input }) {
      asked.push(params);
      yield { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
      for await (const message of input) {
        if (message.type === 'end') break;
        received.push(Buffer.from(message.data).toString());
      }
      return fakeContainer({ name: params.name ?? 'web' });
    },
  });

describe('export', () => {
  it('writes the bytes, and nothing else, to stdout', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['export', 'web'], { socketPath: await exporting(true) });
    expect([stdout, exitCode]).toEqual(['some bytes', 0]);
    expect(stderr).toContain(`exported web: 10 B, SHA-256 ${'ab'.repeat(32)}`);
  });

  it('writes a file that is there once it is whole, and none when it fails', async () => {
    const file = join(folder, 'web.tar.gz');
    const done = await runCommand(['export', 'web', file, '--json'], { socketPath: await exporting(true) });
    expect([readFileSync(file, 'utf8'), linesOf(done.stdout).at(-1)]).toEqual([
      'some bytes',
      { done: { container: 'web', file, bytes: 10, sha256: 'ab'.repeat(32) } },
    ]);
    const other = join(folder, 'other.tar.gz');
    const failed = await runCommand(['export', 'web', other], { socketPath: await exporting(false) });
    expect([failed.exitCode, existsSync(other), existsSync(`${other}.part`)]).toEqual([1, false, false]);
  });

  it('does not write to a terminal', async () => {
    const { exitCode, stderr } = await runCommand(['export', 'web'], {
      socketPath: '/nowhere',
      terminal: { columns: 80, rows: 24 },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('an export is no text')]);
  });
});

describe('import', () => {
  it('sends what is piped to it, with what was chosen', async () => {
    const [received, asked]: [string[], unknown[]] = [[], []];
    const stdin = new PassThrough();
    stdin.end('an export');
    const words = ['import', 'web-2', '--image', 'trixie', '--network', 'none'];
    const { stdout, exitCode } = await runCommand(words, { socketPath: await importing(received, asked), stdin });
    expect([exitCode, stdout, received.join(''), asked]).toEqual([
      0,
      'imported web-2\n',
      'an export',
      [{ name: 'web-2', image: 'trixie', network: { kind: 'none' } }],
    ]);
  });

  it('goes to Incus by a pool, and says what makes no sense with it', async () => {
    const asked: unknown[] = [];
    const socketPath = await importing([], asked);
    const run = (...words: readonly string[]) => {
      const stdin = new PassThrough();
      stdin.end('an export');
      return runCommand(['import', 'web-2', ...words], { socketPath, stdin });
    };
    await run('--pool', 'fast');
    await run('--pool', 'fast', '--member', 'two');
    expect(asked).toEqual([
      { name: 'web-2', incus: { pool: 'fast' } },
      { name: 'web-2', incus: { pool: 'fast', member: 'two' } },
    ]);
    const wrong = [await run('--member', 'two'), await run('--pool', 'fast', '--network', 'nat')];
    expect(wrong.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [2, expect.stringContaining('name a storage pool of it too')],
      [2, expect.stringContaining('leave out --network, or --pool')],
    ]);
    expect(asked.length).toBe(2);
  });

  it('says that a file is not there, and leaves no container', async () => {
    const { exitCode, stderr } = await runCommand(['import', '--file', join(folder, 'gone')], {
      socketPath: await importing([], []),
    });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('there is no such file')]);
  });
});
