// SPDX-License-Identifier: Apache-2.0
/**
 * What it costs to unpack a tar by the chain of processes that reads archives of strangers, beside `tar -x` of the same.
 * On this machine, without a guest: in an emulated one, compiled JavaScript costs several times what C does. Figure: at
 * least at 0.8 times the speed.
 *
 *     npx tsx bench/archives/run.ts [FOLDER [ROUNDS]]     as root; what is in FOLDER, /usr/share by itself, is packed
 */

import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestUnpack } from '../../helper/features/archives/fixtures/test-unpack.ts';

const source = process.argv[2] ?? '/usr/share';
const rounds = Number(process.argv[3] ?? 3);
const limits = { maxBytes: 64 * 1024 ** 3, maxFiles: 1_000_000, ids: { first: 0, count: 65_536 } };

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-archives-'));
const chain = await createTestUnpack();
try {
  const archive = join(folder, 'tree.tar');
  execFileSync('tar', ['--create', `--file=${archive}`, '--numeric-owner', `--directory=${source}`, '.']);
  let files = 0;
  const measureOurs = async (): Promise<number> => {
    const input = createReadStream(archive, { highWaterMark: 1024 ** 2 }) as AsyncIterable<Uint8Array>;
    const seconds = await secondsOf(async () => {
      ({ files } = await chain.unpack(new Uint8Array(), { input, limits }));
      execFileSync('sync', ['--file-system', chain.tree]);
    });
    rmSync(chain.tree, { recursive: true });
    return seconds;
  };
  const measureTar = async (): Promise<number> => {
    const plain = join(folder, 'plain');
    mkdirSync(plain);
    const seconds = await secondsOf(() => {
      execFileSync('tar', ['--extract', `--file=${archive}`, '--numeric-owner', `--directory=${plain}`]);
      execFileSync('sync', ['--file-system', plain]);
    });
    rmSync(plain, { recursive: true });
    return seconds;
  };
  const times: { ours: number[]; tar: number[] } = { ours: [], tar: [] };
  for (let round = 0; round < rounds; round += 1) {
    // In turns: what the one has written may still be on its way to the disk when the other begins.
    const isOursFirst = round % 2 === 0;
    if (isOursFirst) times.ours.push(await measureOurs());
    times.tar.push(await measureTar());
    if (!isOursFirst) times.ours.push(await measureOurs());
    console.log(`  ${times.ours[round]?.toFixed(2)} s, tar -x ${times.tar[round]?.toFixed(2)} s`);
  }
  const [ours, tar] = [Math.min(...times.ours), Math.min(...times.tar)];
  const size = statSync(archive).size / 1e6;
  console.log(
    `unpack of ${size.toFixed(0)} MB in ${files} files: ${ours.toFixed(2)} s, tar -x: ${tar.toFixed(2)} s, ` +
      `ratio ${(tar / ours).toFixed(2)} (at least 0.8)`,
  );
} finally {
  chain.remove();
  rmSync(folder, { recursive: true });
}

async function secondsOf(act: () => Promise<void> | void): Promise<number> {
  const begin = performance.now();
  await act();
  return (performance.now() - begin) / 1000;
}
