// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeArchive } from './fixtures/made-archive.ts';
import { createTestUnpack, type TestUnpack } from './fixtures/test-unpack.ts';

const isRoot = process.getuid?.() === 0;
const mebibyte = 1024 ** 2;
const archive = madeArchive([{ name: 'x', content: 'x' }]);
const filledUp = (bytes: number): Buffer => gzipSync(Buffer.concat([archive, Buffer.alloc(bytes)]), { level: 1 });
let test: TestUnpack;

beforeAll(async () => {
  test = await createTestUnpack();
}, 120_000);
afterAll(() => test.remove());

describe.runIf(isRoot)('a packed archive that goes on after its end', () => {
  it.each(['gzip', 'xz', 'zstd', 'bzip2'])(
    'is unpacked from %s, when a program filled it up (N15)',
    async (program) => {
      const input = Buffer.concat([archive, Buffer.alloc(3 * mebibyte)]);
      await test.unpack(execFileSync(program, ['-c'], { input }));
      expect(existsSync(join(test.tree, 'x'))).toBe(true);
    },
  );

  it('is damaged when its sum at the very end is wrong (N15)', async () => {
    const packed = filledUp(3 * mebibyte);
    packed.writeUInt32LE(1, packed.length - 8);
    expect(await test.problemOf(packed)).toMatch(/^it is damaged: gzip: stdin: invalid compressed data--crc error/);
  });

  it('ends with the reason when what follows does not end (N15)', async () => {
    const reason = 'more than 16 MiB of other data follow its end; pack it without these';
    expect(await test.problemOf(filledUp(64 * mebibyte))).toBe(reason);
    const bomb = gzipSync(Buffer.alloc(64 * mebibyte), { level: 1 });
    expect(await test.problemOf(Buffer.concat([gzipSync(archive), bomb]))).toBe(reason);
    expect(await test.problemOf(bomb)).toBe('it is empty');
  });

  it('says of other data behind what is packed that they follow its end, and not that it is damaged (N15)', async () => {
    const behind = Buffer.concat([gzipSync(archive), Buffer.alloc(100_000, 7)]);
    expect(await test.problemOf(behind)).toMatch(/^other data follow its end: gzip: .*trailing garbage ignored$/);
  });
});
