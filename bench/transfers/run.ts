// SPDX-License-Identifier: Apache-2.0
/**
 * What it costs to import a tar of a root file system as an image beside `tar -x` of it, and to export a container beside
 * `tar -c | gzip -4` of what it has written; by bulkheadctl on the host itself. Figures: each at least at 0.8 times the
 * speed.
 *
 *     npx tsx bench/transfers/run.ts [LAB]     a running, deployed lab; without it one is started, and stopped at the end
 */

import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';

const id = Date.now().toString(36);
const [image, container] = [`bench-image-${id}`, `bench-export-${id}`] as const;
const folder = '/var/tmp/bulkhead-bench-transfers';
const source = '/var/lib/bulkhead/images/debian-13/rootfs';
const layer = `/var/lib/bulkhead/containers/${container}/upper`;
const rounds = 2;
/** An export compresses at this level. */
const level = 4;

await withLab(process.argv[2], async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await guest.mustRun(`rm -rf ${folder}; mkdir -p ${folder}`);
    await measureImport(guest);
    await helper.create({ name: container, image: 'debian-13' });
    await measureExport(guest);
  } finally {
    await guest.run(`rm -rf ${folder}; bulkheadctl image rm --yes ${image} 2>/dev/null`);
    await helper.close();
  }
});

/** A sync at the end of both: an image is on the disk when the import says so. */
async function measureImport(guest: Guest): Promise<void> {
  await guest.mustRun(`tar --create --file=${folder}/root.tar --numeric-owner --xattrs --directory=${source} .`);
  const size = (await guest.mustRun(`du -m ${folder}/root.tar | cut -f1; find ${source} | wc -l`)).trim().split('\n');
  const imported = await best(guest, {
    command: `bulkheadctl --quiet image import ${folder}/root.tar --as ${image}`,
    undo: `bulkheadctl --quiet image rm --yes ${image}`,
  });
  const unpacked = await best(guest, {
    command:
      `mkdir ${folder}/plain && tar --extract --file=${folder}/root.tar --numeric-owner --xattrs ` +
      `--directory=${folder}/plain && sync -f ${folder}`,
    undo: `rm -rf ${folder}/plain`,
  });
  report(`import of ${size[0]} MB in ${size[1]} files`, imported, { what: 'tar -x', seconds: unpacked });
}

/** Half of it cannot be packed smaller. */
async function measureExport(guest: Guest): Promise<void> {
  await guest.mustRun(
    `mkdir -p ${layer}/srv && head -c 60M /dev/urandom > ${layer}/srv/random && cp -r ${source}/usr/share ${layer}/srv/share`,
  );
  const size = (await guest.mustRun(`du -sm ${layer} | cut -f1; find ${layer} | wc -l`)).trim().split('\n');
  const exported = await best(guest, {
    command: `bulkheadctl --quiet export ${container} ${folder}/out.tar.gz`,
    undo: `rm ${folder}/out.tar.gz`,
  });
  const packed = await best(guest, {
    command: `tar --create --xattrs --directory=${layer} . | gzip -${level} > ${folder}/out.tar.gz && sync ${folder}/out.tar.gz`,
    undo: `rm ${folder}/out.tar.gz`,
  });
  report(`export of ${size[0]} MB in ${size[1]} files`, exported, { what: `tar -c | gzip -${level}`, seconds: packed });
}

async function best(
  guest: Guest,
  { command, undo }: { readonly command: string; readonly undo: string },
): Promise<number> {
  let seconds = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const text = await guest.mustRun(`sync; t=$(date +%s%N); ${command} && echo $(($(date +%s%N) - t))`);
    seconds = Math.min(seconds, Number(text.trim().split('\n').at(-1)) / 1e9);
    await guest.mustRun(undo);
  }
  return seconds;
}

function report(what: string, seconds: number, other: { readonly what: string; readonly seconds: number }): void {
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${other.what}: ${other.seconds.toFixed(1)} s, ratio ` +
      `${(other.seconds / seconds).toFixed(2)} (at least 0.8)`,
  );
}
