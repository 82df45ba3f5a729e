// SPDX-License-Identifier: Apache-2.0
/** Gives Incus the container image that the guest's store has. */

import type { Guest } from '../guest.ts';
import { labelledPool } from './preseed.ts';

/** Its alias in Incus, and its name in the store. */
export const incusImage = 'debian-13';

/** Not compressed: an emulated processor takes longer for that than the disk for the whole. */
const pack = `set -e
store=/var/lib/bulkhead/images/${incusImage}
work=$(mktemp -d /var/tmp/incus-image-XXXXXX)
cat > "$work/metadata.yaml" <<END
architecture: x86_64
creation_date: $(stat -c %Y $store/image.json)
properties:
  os: Debian
  release: trixie
  description: Debian 13 with systemd
END
tar -C $store --numeric-owner --xattrs --xattrs-include=security.capability -cf "$work/image.tar" -C "$work" metadata.yaml -C $store rootfs
incus image import "$work/image.tar" --alias ${incusImage}
rm -rf "$work"
`;

export async function importImage(guest: Guest): Promise<void> {
  await guest.mustRun(pack);
}

/** The first instance of an image unpacks it into the pool, the next ones are made from that: so one is made and removed. */
export async function unpackImage(guest: Guest, member?: string): Promise<void> {
  const target = member === undefined ? [] : ['--target', member];
  await guest.mustRun(['incus', 'init', incusImage, 'unpack', '--storage', labelledPool, ...target]);
  await guest.mustRun(['incus', 'delete', 'unpack']);
}
