import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeAuditLog } from '../../bench/denials/write-audit-log.ts';
import { runCommand } from '../fake/fake-host.ts';

/** These read large logs; a busy machine may take long over them. */
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
let logReader = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-log-'));
  logReader = join(folder, 'log-reader.js');
  buildSync({ entryPoints: [fileURLToPath(new URL('log-reader.ts', import.meta.url))], bundle: true, platform: 'node', format: 'cjs', outfile: logReader, logLevel: 'error' });
});

afterAll(() => rmSync(folder, { recursive: true }));

function largeLog(name: string, ...tail: readonly string[]): string {
  const log = join(folder, name);
  writeAuditLog(log, { bytes: 34e6, isEnriched: false, eventsPerSecond: 100 });
  appendFileSync(log, tail.map((line) => `${line}\n`).join(''));
  return log;
}

async function sameAsOne(log: string, since = '0'): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const words = ['--json', 'denials', '--input', log, '--since', since];
  const [one, two] = [await runCommand(words), await runCommand(words, { logReader })];
  expect(withSortedNames(two.stdout)).toEqual(withSortedNames(one.stdout));
  expect(two.stderr).toBe(one.stderr);
  return two;
}

/** Names come in the order in which events were ready. */
function withSortedNames(lines: string): unknown {
  return lines.split('\n').filter((line) => line !== '').map((line) => {
    const group = JSON.parse(line) as { readonly comms: string[] };
    return { ...group, comms: group.comms.toSorted() };
  });
}

describe('reading a large log by two threads', () => {
  it('gives what one thread gives, and numbers lines of the later part as the file does', async () => {
    const log = largeLog('plain.log', 'garbage', 'type=AVC msg=audit(17955338');
    const { stdout, stderr } = await sameAsOne(log);
    expect(stdout.split('\n').length).toBeGreaterThan(100);
    expect(stderr).toMatch(/^line \d{6}: not an audit record\nline \d{6}: no audit time and serial\n/);
    await sameAsOne(log, '1795534133.5');
  });

  it('reads all by one when the other has too much to tell', async () => {
    const { stderr } = await sameAsOne(largeLog('garbage.log', ...Array.from({ length: 1500 }, (_, index) => `garbage ${index}`)));
    expect(stderr.match(/not an audit record/g)).toHaveLength(1500);
  });

  it('reads all by one when the other cannot begin', async () => {
    const log = largeLog('alone.log');
    expect(await runCommand(['denials', '--input', log], { logReader: join(folder, 'absent.js') })).toEqual(await runCommand(['denials', '--input', log]));
  });
});
