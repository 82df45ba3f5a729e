// SPDX-License-Identifier: Apache-2.0
/**
 * What each way to limit a container's layer costs: making a container, allocating, writing and making many files in
 * it, by project quota and in a file of its own, for which the folder of the layers becomes a plain ext4 meanwhile; and
 * the same for a container that nothing limits, which is the project quota's with its files counted for no project.
 *
 * npx tsx bench/disk/run.ts [LAB] [ROUNDS]     a running, deployed lab without containers; without it one is started,
 * and stopped at the end
 */

import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';
import { median } from '../median.ts';

const [lab, roundsText = '5'] = process.argv.slice(2);
const rounds = Number(roundsText);
const mebibyte = 2 ** 20;
const limits = { diskBytes: 1024 * mebibyte };

/** Each prints the seconds that it took. */
const works = {
  'fallocate 512 MiB': 'fallocate -l 512M /root/one; rm /root/one',
  'dd 192 MiB, synced': 'dd if=/dev/zero of=/root/one bs=1M count=192 conv=fsync 2>/dev/null; rm /root/one',
  '3000 small files':
    `perl -e 'mkdir "/root/many"; for (1 .. 3000) { open(my $f, ">", "/root/many/$_") or die; print $f "x" ` +
    `x 500 }'; sync -f /root; rm -r /root/many`,
} as const;

type Backing = 'not limited' | 'project quota' | 'file';
const results = new Map<string, Map<Backing, number[]>>();
const folder = '/var/lib/bulkhead/containers';
const file = '/var/tmp/plain.img';

await withLab(lab, async (guest) => {
  await withHelper(guest, async (helper) => {
    await measure(guest, helper, 'project quota');
    await measure(guest, helper, 'not limited');
  });
  await guest.mustRun(`set -e
systemctl stop bulkhead-helper.service
truncate -s 4G ${file} && mke2fs -q -F -t ext4 ${file}
mount -o "loop,rootcontext=\\"$(stat -c %C ${folder})\\"" ${file} ${folder} && chmod 0700 ${folder}
systemctl start bulkhead-helper.service`);
  try {
    await withHelper(guest, (helper) => measure(guest, helper, 'file'));
  } finally {
    await guest.mustRun(
      `systemctl stop bulkhead-helper.service; umount ${folder}; rm -f ${file}; systemctl start bulkhead-helper.service`,
    );
  }
  for (const [work, byBacking] of results) {
    const base = median(byBacking.get('not limited') ?? byBacking.get('project quota') ?? []);
    const parts = [...byBacking].map(([backing, seconds]) => {
      const middle = median(seconds);
      return `${backing} ${middle.toFixed(3)} s (${(middle / base).toFixed(2)})`;
    });
    console.log(`${work}: ${parts.join(', ')}`);
  }
});

async function withHelper(guest: Guest, act: (helper: LabClient) => Promise<void>): Promise<void> {
  const helper = await openLabClient(guest);
  try {
    await act(helper);
  } finally {
    await helper.close();
  }
}

async function measure(guest: Guest, helper: LabClient, backing: Backing): Promise<void> {
  const name = 'bench-disk';
  const remove = async (): Promise<unknown> =>
    (await helper.client()).request('container.remove', { name, force: true });
  for (let round = 0; backing !== 'not limited' && round < rounds; round += 1) {
    const begin = performance.now();
    await helper.create({ name, image: 'debian-13', limits });
    note('create', backing, (performance.now() - begin) / 1000);
    await remove();
  }
  await helper.create({ name, image: 'debian-13', limits, start: true });
  if (backing === 'not limited')
    await guest.mustRun(
      `chattr -R -f -P -p 0 /var/lib/bulkhead/containers/${name}/upper ` +
        `/var/lib/bulkhead/containers/${name}/work || true`,
    );
  for (let round = 0; round <= rounds; round += 1) {
    for (const [work, script] of Object.entries(works)) {
      const { output } = await helper.exec(
        name,
        'bash',
        '-c',
        `begin=$EPOCHREALTIME; ${script}; echo $EPOCHREALTIME $begin | awk '{ print $1 - $2 }'`,
      );
      // The first round fills caches.
      if (round > 0) note(work, backing, Number(output));
    }
  }
  await remove();
}

function note(work: string, backing: Backing, seconds: number): void {
  const byBacking = results.get(work) ?? new Map<Backing, number[]>();
  results.set(work, byBacking);
  byBacking.set(backing, [...(byBacking.get(backing) ?? []), seconds]);
}
