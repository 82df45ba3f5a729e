// SPDX-License-Identifier: Apache-2.0
/** The networks that Bulkhead sets up itself, as they are written down: that is the intent, and the kernel follows it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { interfaceNameSchema } from '../../../contract/model/names.ts';
import { hasCode } from '../../system/errno.ts';
import { writeDurably } from '../../system/files/write-durably.ts';

const ownNetworkSchema = z.strictObject({
  /** The bridge of the network has this name. */
  name: interfaceNameSchema(),
  /** The host's own address on it, with the length of its net: `10.0.4.1/24`. */
  address: z.string().regex(/^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/),
});
export type OwnNetwork = z.infer<typeof ownNetworkSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), networks: z.array(ownNetworkSchema) });

/** `state`: the helper's folder. Raises for a file that cannot be understood: none of them would be there any more. */
export function readOwnNetworks(state: string): readonly OwnNetwork[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(fileOf(state), 'utf8'))).networks;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

export function writeOwnNetworks(state: string, networks: readonly OwnNetwork[]): void {
  const sorted = networks.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  writeDurably(fileOf(state), `${JSON.stringify({ version: 1, networks: sorted }, undefined, 2)}\n`, 0o600);
}

/** The bridges of these networks. */
export function ownBridges(state: string): ReadonlySet<string> {
  return new Set(readOwnNetworks(state).map(({ name }) => name));
}

function fileOf(state: string): string {
  return join(state, 'networks.json');
}
