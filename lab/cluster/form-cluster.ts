// SPDX-License-Identifier: Apache-2.0
/** Makes one Incus cluster of several deployed guests, in each of which Incus has not been set up. */

import type { Guest } from '../guest.ts';
import { importImage, unpackImage } from '../incus/image.ts';
import { firstPreseed, joinPreseed } from '../incus/preseed.ts';
import { type OnProgress, step } from '../progress.ts';
import type { ClusterMember } from './members.ts';
import { untilOnline } from './until-online.ts';

/**
 * All members woke from the same snapshot: each gets a name and a network card of its own, and an Incus that has
 * neither keys nor a database yet. networkd, which would remove the helper's rules of routing, is not started again.
 */
const becomeMember = `set -e
name=$1 address=$2 hardware=$3
hostname "$name"
echo "$name" > /etc/hostname
sed -i "s/bulkhead-lab/$name/g" /etc/hosts
cat > /etc/systemd/network/20-members.network <<END
[Match]
Name=eth1

[Link]
MACAddress=$hardware

[Network]
Address=$address/24
LinkLocalAddressing=no
IPv6AcceptRA=no
END
restorecon /etc/hostname /etc/hosts /etc/systemd/network/20-members.network
ip link set dev eth1 address "$hardware" up
ip address add "$address/24" dev eth1
systemctl stop incus.service incus.socket
rm -rf /var/lib/incus/database /var/lib/incus/server.crt /var/lib/incus/server.key
systemctl start incus.socket incus.service
`;

export async function giveIdentity(guest: Guest, member: ClusterMember): Promise<void> {
  const { name, address, hardwareAddress } = member;
  await guest.mustRun(['sh', '-c', becomeMember, 'become-member', name, address, hardwareAddress]);
}

/** Guests and members in the same order. */
export async function formCluster(
  guests: readonly Guest[],
  members: readonly ClusterMember[],
  onProgress: OnProgress,
): Promise<void> {
  const [first, ...others] = guests.map((guest, place) => ({ guest, member: members[place] as ClusterMember }));
  if (first === undefined) throw new Error('cannot form a cluster of nobody');
  await step(onProgress, `began the cluster on ${first.member.name}`, () =>
    first.guest.mustRun(['incus', 'admin', 'init', '--preseed'], { input: firstPreseed(first.member) }),
  );
  for (const { guest, member } of others)
    await step(onProgress, `${member.name} joined it`, async () => {
      const said = await first.guest.mustRun(['incus', 'cluster', 'add', member.name]);
      const token = said.trim().split('\n').at(-1) ?? '';
      await guest.mustRun(['incus', 'admin', 'init', '--preseed'], { input: joinPreseed(member, token) });
    });
  await step(onProgress, 'imported the image', () => importImage(first.guest));
  for (const { name } of members)
    await step(onProgress, `unpacked it into the pool of ${name}`, () => unpackImage(first.guest, name));
  await untilOnline(first.guest, members.length);
}
