// SPDX-License-Identifier: Apache-2.0
/**
 * What a file of this machine that is pushed costs beside `cp` to the same place, and how long each part of a list of
 * 100,000 files takes, through listener and helper, without a guest. Figures: a push of 1 GB at half the speed of `cp` or
 * more; parts of a list within 200 ms. In a virtual machine the first write to memory that its host has not given it yet
 * costs several times the copy itself, and hits whichever of the two comes first: hence the best of several rounds.
 *
 *     npx tsx bench/files/without-guest.ts [MEGABYTES [ROUNDS]]     as root
 */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pushFile } from '../../cli/transfer/push-file.ts';
import { readList } from './read-list.ts';
import type { Client } from '../../rpc/client.ts';
import { withPrograms } from '../programs/with-programs.ts';
import { container as name, rootBelow } from './tree-handlers.ts';

const files = 100_000;
const megabytes = Number(process.argv[2] ?? 1024);
const rounds = Number(process.argv[3] ?? 7);

await withPrograms(join(import.meta.dirname, 'tree-handlers.ts'), async (client, folder) => {
  const root = rootBelow(folder);
  mkdirSync(root, { recursive: true });
  execFileSync('mount', ['--bind', root, root]);
  try {
    await measureList(client, root);
    await measurePush(client, { folder, root });
  } finally {
    execFileSync('umount', ['--lazy', root]);
  }
});

async function measureList(client: Client, root: string): Promise<void> {
  const folder = join(root, 'many');
  mkdirSync(folder);
  for (let file = 0; file < files; file += 1) closeSync(openSync(join(folder, String(file)), 'w'));
  console.log(await readList(client, { name, path: '/many' }));
}

/** Turn by turn, each into a new file that is synced at its end; the best of each counts. */
async function measurePush(client: Client, { folder, root }: { folder: string; root: string }): Promise<void> {
  const source = join(folder, 'big');
  execFileSync('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', `count=${megabytes}`, 'status=none']);
  const [pushed, copied] = [join(root, 'pushed'), join(root, 'copied')];
  let [own, other] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round += 1) {
    own = Math.min(own, await secondsOf(() => push(client, source)));
    const copy = async (): Promise<void> => {
      execFileSync('cp', [source, copied]);
      execFileSync('sync', [copied]);
    };
    other = Math.min(other, await secondsOf(copy));
    for (const file of [pushed, copied]) rmSync(file);
  }
  const rate = (seconds: number): string => `${(megabytes / seconds).toFixed(0)} MB/s`;
  console.log(
    `push of ${megabytes} MB: ${rate(own)}, cp: ${rate(other)}, ratio ${(other / own).toFixed(2)} (at least 0.5)`,
  );
}

async function push(client: Client, path: string): Promise<void> {
  const params = { name, path: '/pushed' };
  const { signal } = new AbortController();
  await pushFile(client, { params, content: { path }, onReceived: async () => undefined, signal });
}

async function secondsOf(act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await act();
  return (performance.now() - begun) / 1000;
}
