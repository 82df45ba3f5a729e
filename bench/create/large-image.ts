// SPDX-License-Identifier: Apache-2.0
/** An image with several times the files and bytes of another: real copies, none of them sparse or linked. */

import type { Guest } from '../../lab/guest.ts';

export const largeImage = 'bench-large';

const store = '/var/lib/bulkhead/images';

/**
 * Gives how many times as many files it has: `times`, or as many as the disk has room for.
 */
export async function enlargeImage(guest: Guest, image: string, times = 10): Promise<number> {
  const [size, free] = (
    await guest.mustRun(
      `du -sm ${store}/${image}/rootfs | cut -f1; df -BM --output=avail ${store} | tail -n 1 | tr -dc 0-9`,
    )
  )
    .split('\n')
    .map(Number);
  const copies = Math.min(times - 1, Math.floor(((free ?? 0) * 0.9) / (size ?? 1) - 1));
  if (copies < 2)
    throw new Error(`cannot measure: the lab's disk has ${free} MB free, and a copy of the image takes ${size} MB`);
  await removeLargeImage(guest);
  await guest.mustRun(`set -e
cp -a ${store}/${image} ${store}/${largeImage}
sed -i 's/"name": "${image}"/"name": "${largeImage}"/' ${store}/${largeImage}/image.json
for copy in $(seq ${copies}); do cp -a ${store}/${image}/rootfs ${store}/${largeImage}/rootfs/srv/copy$copy; done
sync`);
  const [large, small] = (
    await guest.mustRun(`for name in ${largeImage} ${image}; do find ${store}/$name/rootfs | wc -l; done`)
  )
    .split('\n')
    .map(Number);
  console.log(`the large image holds ${large} files, the small one ${small}`);
  return (large ?? Number.NaN) / (small ?? Number.NaN);
}

export async function removeLargeImage(guest: Guest): Promise<void> {
  await guest.mustRun(['rm', '-rf', `${store}/${largeImage}`]);
}
