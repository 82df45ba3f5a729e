// SPDX-License-Identifier: Apache-2.0
/**
 * The address of a container that the host can rely on. A container's root may give its interface any address, so only
 * one counts that the host's DHCP server gave to this port of the bridge, as the guard of the port noted.
 */

import * as z from 'zod';
import type { Container } from '../../../contract/model/containers/container.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { runProgram } from '../../system/programs/run-program.ts';

/** Addresses that were given, by the name of the set of a port. */
export type Leases = ReadonlyMap<string, ReadonlySet<string>>;

export const nft = '/usr/sbin/nft';

const elementSchema = z.union([z.number(), z.object({ elem: z.object({ val: z.number() }) })]);
const answerSchema = z.object({
  nftables: z.array(
    z.object({
      set: z.object({ table: z.string(), name: z.string(), elem: z.array(z.unknown()).optional() }).optional(),
    }),
  ),
});

/** Empty where there are none, or nothing can be asked. */
export async function readLeases(signal: AbortSignal): Promise<Leases> {
  const { code, stdout } = await runProgram(nft, ['-j', 'list', 'sets', 'bridge'], { signal, timeoutMs: 20_000 });
  return code === 0 ? parseLeases(stdout) : new Map();
}

export function parseLeases(json: string): Leases {
  return new Map(
    answerSchema.parse(JSON.parse(json)).nftables.flatMap(({ set }) => {
      if (set?.table !== 'bulkhead' || !set.name.startsWith('leases_')) return [];
      const addresses = (set.elem ?? []).flatMap((element) => {
        const parsed = elementSchema.safeParse(element).data;
        return parsed === undefined ? [] : [dotted(typeof parsed === 'number' ? parsed : parsed.elem.val)];
      });
      return [[set.name, new Set(addresses)] as const];
    }),
  );
}

/**
 * Gives the address of each container that uses one; those of another container's port are left out, also where both
 * were given it one after the other.
 */
export function verifiedAddresses(
  containers: readonly Pick<Container, 'name' | 'addresses'>[],
  leases: Leases,
): ReadonlyMap<string, string> {
  const used = containers.map(({ name, addresses }) => {
    const given = leases.get(`leases_${vethNameOf(name)}`) ?? new Set<string>();
    return { name, addresses: addresses.filter((address) => given.has(address)) };
  });
  return new Map(
    used.flatMap(({ name, addresses }) => {
      const own = addresses.find(
        (address) => !used.some((other) => other.name !== name && other.addresses.includes(address)),
      );
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join('.');
}
