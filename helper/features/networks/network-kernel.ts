// SPDX-License-Identifier: Apache-2.0
/** What the kernel of the host is asked and given about published ports and links. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { type AddressPair, bringLinks } from '../../lxc/network/pair-rules.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { mustRunProgram, runProgram } from '../../system/programs/run-program.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { type Forwarded, forwardingRules } from './forwarding-rules.ts';
import { type Leases, nft, readLeases } from './leased-addresses.ts';

export interface NetworkKernel {
  /** Fails where there is no nftables. */
  leases(): Promise<Leases>;
  /** Replaces all rules of published ports. */
  bringPorts(forwards: readonly Forwarded[]): Promise<void>;
  /** Brings the links to these pairs of addresses, and no others. */
  bringLinks(pairs: readonly AddressPair[]): Promise<void>;
  /** How many rules of published ports it lacks of those that it was given. */
  missingPorts(signal: AbortSignal): Promise<number>;
}

/** `folder`: where the text of the rules is kept, for nft and for who looks. */
export function createNetworkKernel(folder: string): NetworkKernel {
  /** Undefined before the first time: an earlier helper may have left rules. */
  let given: number | undefined;

  return {
    async leases() {
      if (!existsSync(nft)) throw new Error('nftables is not installed; install the package nftables');
      return readLeases(neverAborts);
    },
    async bringPorts(forwards) {
      const count = forwards.reduce((sum, { published }) => sum + published.length, 0);
      if (count === 0 && (given === 0 || !existsSync(nft))) return;
      const path = join(folder, 'published-ports.nft');
      writeDurably(path, forwardingRules(forwards, [...ownBridges(folder)]), 0o600);
      await mustRunProgram(nft, ['-f', path]);
      given = count;
    },
    bringLinks: (pairs) => bringLinks(pairs, neverAborts),
    async missingPorts(signal) {
      if (given === undefined || given === 0) return 0;
      const { stdout } = await runProgram(nft, ['list', 'chain', 'inet', 'bulkhead', 'arriving'], { signal });
      return Math.max(0, given - stdout.split(' dnat ').length + 1);
    },
  };
}
