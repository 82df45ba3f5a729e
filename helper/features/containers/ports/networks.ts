// SPDX-License-Identifier: Apache-2.0
/** What containers need of their networks. */

import type { AddressProblem } from '../../../../contract/model/containers/address-problem.ts';
import type { Container, Network } from '../../../../contract/model/containers/container.ts';
import type { Settings } from '../../../../contract/model/containers/settings.ts';
import type { ProgramAddress } from '../../../lxc/program/program-lines.ts';

/** Networks that Bulkhead sets up, and what the DHCP server of a network gives its containers. */
export interface NetworkReservations {
  /** Brings up the networks that Bulkhead sets up, where there are any. Fails with `network-unavailable`. */
  bring(): Promise<void>;
  /** Changes nothing. Fails with `address-not-allowed`, or with `network-unavailable` while its bridge is not there. */
  check(one: { readonly name: string; readonly network: Network; readonly settings: Settings }): void;
  /**
   * An address for a container in which no client of DHCP runs: the chosen one, or the one that it had, or a free one.
   * Undefined for one without a network. It is its own once its configuration has it. Fails with `network-unavailable`.
   */
  ofProgram(one: {
    readonly name: string;
    readonly network: Network;
    readonly settings: Settings;
  }): ProgramAddress | undefined;
  /** Brings the server to what is written of all containers. Fails with `network-unavailable` or `disk-full`. */
  settle(): Promise<void>;
  /** The same once a container is gone; trouble is logged. */
  release(): void;
}

/** What is known of a container when it is listed. */
export interface AddressFacts extends Pick<Container, 'state' | 'isManaged' | 'network' | 'addresses' | 'startedAt'> {
  /** The address is written as `10:66:6a:01:02:03`; undefined where it is not known. */
  readonly hardwareAddress: string | undefined;
  /** The address that its configuration gives it, in the place of a client of DHCP. */
  readonly programAddress: string | undefined;
}

/** Why it has no address of its network; undefined where it has one, or does not run. */
export type JudgeAddress = (facts: AddressFacts) => AddressProblem | undefined;
