// SPDX-License-Identifier: Apache-2.0
/** Runs the real restic. Only root may take capabilities from it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resticCodes, runRestic } from './run-restic.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-restic-'));
  for (const folder of ['repository', 'temporary']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'key'), 'a-key-of-a-test');
  writeFileSync(join(root, 'other'), 'another-key');
});
afterEach(() => rmSync(root, { recursive: true }));

function run(
  args: readonly string[],
  { keyFile = 'key', signal = new AbortController().signal } = {},
): Promise<string> {
  return runRestic(
    {
      temporary: join(root, 'temporary'),
      work: { open: () => ({ admit: () => undefined, isOutOfMemory: false, end: async () => undefined }) },
    },
    { folder: join(root, 'repository'), keyFile: join(root, keyFile) },
    { args, signal },
  );
}

describe.skipIf(process.getuid?.() !== 0)('restic', () => {
  it('says by a code what is wrong with a repository, and in one line what else is', async () => {
    await expect(run(['cat', 'config'])).rejects.toMatchObject({ code: resticCodes.noRepository });
    await run(['init']);
    await expect(run(['cat', 'config'], { keyFile: 'other' })).rejects.toMatchObject({ code: resticCodes.wrongKey });
    await expect(run(['init'])).rejects.toMatchObject({ code: 1, message: expect.stringMatching(/already/) as string });
    expect(JSON.parse(await run(['cat', 'config']))).toMatchObject({ version: 2 });
  });

  it('is not started for a call that was cancelled', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(run(['init'], { signal })).rejects.toThrow('cancelled');
    await expect(run(['cat', 'config'])).rejects.toMatchObject({ code: resticCodes.noRepository });
  });
});
