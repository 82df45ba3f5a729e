// SPDX-License-Identifier: Apache-2.0
/** What `incus admin init --preseed` gets: a bridge, a pool whose volumes can be labelled by their mount, and one that cannot. */

import { stringify } from 'yaml';

/** The volumes of the first are file systems of their own. */
export const labelledPool = 'bulkhead';
/** The files of the other have labels of their own. */
export const folderPool = 'dir';
export const bridge = 'incusbr0';

export interface Member {
  readonly name: string;
  /** The member has it on the network of the members. */
  readonly address: string;
}

/** The second disk, which becomes a volume group. */
const lvm = { source: '/dev/vdb', 'lvm.vg_name': labelledPool } as const;

const resources = {
  networks: [
    {
      name: bridge,
      type: 'bridge',
      config: { 'ipv4.address': '10.77.0.1/24', 'ipv4.nat': 'true', 'ipv6.address': 'none' },
    },
  ],
  storage_pools: [
    { name: labelledPool, driver: 'lvm', config: { ...lvm, 'volume.size': '4GiB' } },
    { name: folderPool, driver: 'dir' },
  ],
  profiles: [
    {
      name: 'default',
      devices: {
        root: { type: 'disk', path: '/', pool: labelledPool },
        eth0: { type: 'nic', network: bridge, name: 'eth0' },
      },
    },
  ],
};

/** A server that is alone. */
export function singlePreseed(): string {
  return stringify(resources);
}

/** The first member, on which the cluster begins. */
export function firstPreseed({ name, address }: Member): string {
  return stringify({
    ...resources,
    config: { 'core.https_address': `${address}:8443` },
    cluster: { enabled: true, server_name: name },
  });
}

/** Makes the configuration by which any other member joins; the token comes from one that is in the cluster. */
export function joinPreseed({ name, address }: Member, token: string): string {
  return stringify({
    cluster: {
      enabled: true,
      server_name: name,
      server_address: `${address}:8443`,
      cluster_token: token,
      member_config: Object.entries(lvm).map(([key, value]) => ({
        entity: 'storage-pool',
        name: labelledPool,
        key,
        value,
      })),
    },
  });
}
