// SPDX-License-Identifier: Apache-2.0
/**
 * What copying a file to a container costs beside `cp` to the same place, by bulkheadctl on the host itself; and how long
 * each part of a list of 100,000 files takes. Figures: a push of 1 GB at half the speed of `cp` or more; parts of a list
 * within 200 ms.
 *
 *     npx tsx bench/files/run.ts [LAB] [MEGABYTES]     a running, deployed lab; without it one is started, and stopped
 *     at the end
 */

import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';
import { readList } from './read-list.ts';

const container = `bench-files-${Date.now().toString(36)}`;
const files = 100_000;
const rounds = 3;
const [name, megabytesText = '1024'] = process.argv.slice(2);
const megabytes = Number(megabytesText);
const folder = '/var/tmp/bulkhead-bench-files';
const root = `/var/lib/lxc/${container}/rootfs/srv`;

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13' });
    await measureList(guest, helper);
    await measurePush(guest);
  } finally {
    await guest.mustRun(['rm', '-rf', folder]);
    await helper.close();
  }
});

/** Both sync at the end; each round writes a new file, and the best counts. */
async function measurePush(guest: Guest): Promise<void> {
  await guest.mustRun(`mkdir -p ${folder} && head -c ${megabytes}M /dev/urandom > ${folder}/big`);
  const push = `bulkheadctl --quiet file push ${container} ${folder}/big /srv/pushed`;
  const copy = `cp ${folder}/big ${root}/copied && sync ${root}/copied`;
  const [pushed, copied] = [await best(guest, push, 'pushed'), await best(guest, copy, 'copied')];
  const rate = (seconds: number): string => `${(megabytes / seconds).toFixed(0)} MB/s`;
  console.log(
    `push of ${megabytes} MB: ${rate(pushed)}, cp: ${rate(copied)}, ratio ${(copied / pushed).toFixed(2)} (at least 0.5)`,
  );
  await guest.mustRun(['rm', '-f', `${folder}/big`]);
}

async function best(guest: Guest, command: string, made: string): Promise<number> {
  let seconds = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const text = await guest.mustRun(`t=$(date +%s%N) && ${command} && echo $(($(date +%s%N) - t))`);
    seconds = Math.min(seconds, Number(text.trim().split('\n').at(-1)) / 1e9);
    await guest.mustRun(['rm', '-f', `${root}/${made}`]);
  }
  return seconds;
}

async function measureList(guest: Guest, helper: LabClient): Promise<void> {
  await guest.mustRun(`mkdir -p ${root}/many && cd ${root}/many && seq ${files} | xargs touch`);
  console.log(await readList(await helper.client(), { name: container, path: '/srv/many' }));
}
