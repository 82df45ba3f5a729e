// SPDX-License-Identifier: Apache-2.0
/** What another host has, as far as a container needs it there, and what stands in the way of a copy. */

import type { Network } from '../../../../contract/model/containers/container.ts';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import type { HostInfo } from '../../../../contract/model/host/host.ts';
import type { Image } from '../../../../contract/model/host/image.ts';
import type { HostNetworks } from '../../../../contract/model/host/network.ts';
import type { Client } from '../../../../rpc/client.ts';
import { clientOf, currentClient } from '../../../host/connection.ts';
import { t } from '../../../lib/language/t.ts';

export interface TargetHost {
  readonly info: Pick<HostInfo, 'disk' | 'selinux'>;
  /** The names that containers have there. */
  readonly names: ReadonlySet<string>;
  /** The images there on which the files of this container can lie, the one to be proposed first. */
  readonly images: readonly string[];
  /** An image of the same name is there, made of another archive. */
  readonly hasOtherImage: boolean;
  readonly networks: readonly Network[];
  /** Undefined where there is no Incus, or it does not answer. */
  readonly cluster: Cluster | undefined;
}

/** Asks both hosts about a container that lies on this image. Rejects while the other one is not connected. */
export async function askTarget(image: string, hostId: string, signal: AbortSignal): Promise<TargetHost> {
  const client = clientOf(hostId);
  if (client === undefined) throw new Error(t('there is no connection to it'));
  const [info, { containers }, { images }, networks, cluster, here] = await Promise.all([
    client.request('host.info', {}, { signal }),
    client.request('container.list', {}, { signal }),
    client.request('image.list', {}, { signal }),
    client.request('network.list', {}, { signal }),
    clusterOf(client, signal),
    currentClient().request('image.list', {}, { signal }),
  ]);
  const own = here.images.find(({ name }) => name === image);
  return {
    info,
    names: new Set(containers.map(({ name }) => name)),
    images: fittingImages(image, own?.sha256 ?? null, images),
    hasOtherImage: images.some((one) => one.name === image && !isSame(own?.sha256 ?? null, one.sha256)),
    networks: networksOf(networks),
    cluster,
  };
}

/** A copy to LXC needs none. */
async function clusterOf(client: Client, signal: AbortSignal): Promise<Cluster | undefined> {
  try {
    return (await client.request('cluster.members', {}, { signal })).cluster ?? undefined;
  } catch {
    return undefined;
  }
}

/** Lists the images of the same name, and those of the same archive. */
export function fittingImages(name: string, sha256: string | null, images: readonly Image[]): readonly string[] {
  const named = images.filter((image) => image.name === name && isSame(sha256, image.sha256));
  const others = images.filter((image) => image.name !== name && sha256 !== null && image.sha256 === sha256);
  return [...named, ...others].map((image) => image.name);
}

/** Judges as the import does: where one of the two is not known, the name decides. */
function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** Lists the networks that a container can be given there; the one that it is on now first, where that is there too. */
export function networksFor(wanted: Network | null, { networks }: Pick<TargetHost, 'networks'>): readonly Network[] {
  // The host does not say which interfaces it has: its import does.
  if (wanted?.kind === 'macvlan') return [wanted, ...networks];
  const same = networks.filter((one) => networkKey(one) === networkKey(wanted ?? { kind: 'none' }));
  return [...same, ...networks.filter((one) => !same.includes(one))];
}

export function networkKey(network: Network): string {
  if (network.kind === 'bridge') return `bridge:${network.bridge}`;
  return network.kind === 'macvlan' ? `macvlan:${network.parent}` : network.kind;
}

function networksOf({ bridges }: HostNetworks): readonly Network[] {
  return [
    ...(bridges.some(({ isNat }) => isNat) ? [{ kind: 'nat' } as const] : []),
    ...bridges.filter(({ isNat }) => !isNat).map(({ name }) => ({ kind: 'bridge', bridge: name }) as const),
    { kind: 'none' },
  ];
}
