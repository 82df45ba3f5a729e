// SPDX-License-Identifier: Apache-2.0
/** Speaks to the DHCP server of a bridge: whether it reads Bulkhead's files, and how it is brought to do so. */

export interface DhcpServer {
  readonly bridge: string;
  /** The server keeps its leases there. */
  readonly leases: string;
  /** It runs also where nothing is chosen for any container. */
  readonly isAlways: boolean;
  /** It can be brought to read Bulkhead's files without an administrator, also where nothing is chosen. */
  readonly isPrepared: boolean;
  /** What its configuration file has beside the names of the other files. */
  readonly lines: readonly string[];
  /** Says whether it runs and reads this configuration file. */
  reads(configuration: string): boolean;
  /** Has it read this configuration file from now on, again where that is another. Fails with `network-unavailable`. */
  bring(configuration: string, isAnother: boolean): Promise<void>;
  /** Has it read the other files again, by a restart of its unit where SELinux denies the signal. */
  reload(configuration: string): Promise<void>;
}
