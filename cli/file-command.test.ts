// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAuditLines } from '../bench/denials/write-audit-log.ts';
import { runCommand } from './fixtures/run-command.ts';
import { parseFileCommand } from './file-command.ts';

let folder = '';
let log = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-file-command-'));
  log = join(folder, 'audit.log');
  writeFileSync(
    log,
    ['garbage', ...writeAuditLines(1, 300, { isEnriched: true, eventsPerSecond: 100 }), ''].join('\n'),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('denials --input by itself', () => {
  it('gives what the whole command line gives, to the byte', async () => {
    const absent = join(folder, 'absent.log');
    for (const words of [
      ['denials', '--input', log],
      ['--json', 'denials', '--input', log, '--since', '1795533834'],
      ['--quiet', 'denials', `--input=${log}`, '--events'],
      ['denials', '--input', absent],
      ['--json', 'denials', '--input', absent],
      ['denials', '--input', folder],
    ]) {
      expect(parseFileCommand(words, 1_795_600_000)).toBeDefined();
      expect([words, await runCommand(words)]).toEqual([words, await runCommand(words, { isFull: true })]);
    }
  });

  it('tells an interruption and a broken output as the whole command line does', async () => {
    const words = ['denials', '--input', log, '--events'];
    for (const brokenOutput of ['EPIPE', 'ENOSPC'])
      expect(await runCommand(words, { brokenOutput })).toEqual(
        await runCommand(words, { brokenOutput, isFull: true }),
      );
    const interrupted = { onOutput: (_: string, interrupt: () => void) => interrupt() };
    const outcome = await runCommand(words, interrupted);
    expect(outcome).toEqual(await runCommand(words, { ...interrupted, isFull: true }));
  });

  it('leaves to the whole command line what is another command, or wrong', () => {
    const others = [
      [],
      ['ls'],
      ['denials'],
      ['denials', '--input'],
      ['denials', '--json', '--input', log],
      ['--host', 'lab', 'denials', '--input', log],
      ['denials', '--input', log, '--follow'],
      ['denials', '--input', log, '--since', 'tomorrow'],
      ['denials', '--input', log, 'more'],
      ['exec', 'web', '--', 'denials', '--input', log],
      ['denials', '--input', log, '--help'],
    ];
    expect(others.filter((words) => parseFileCommand(words, 0) !== undefined)).toEqual([]);
  });
});
