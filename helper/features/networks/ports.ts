// SPDX-License-Identifier: Apache-2.0
/** What the networks offer to the other features. */

import type { SharedTableName } from '../../../contract/wording/alerts/describe-table-holder.ts';
import type { Container, Network } from '../../../contract/model/containers/container.ts';
import type { GivenResult, Params } from '../../../contract/operations/index.ts';
import type { HostPort, Publication } from '../../../contract/model/containers/publication.ts';
import type { TableHolder } from '../../../contract/model/host/table-holder.ts';
import type { SharedTables } from '../../lxc/network/tables/shared-tables.ts';

/** Each may fail with the errors that the contract declares for its operation. */
export interface Networks {
  publish(name: string, publication: Publication): Promise<Container>;
  /** `before`: what was published at that port. */
  unpublish(name: string, port: HostPort): Promise<{ readonly before: Publication; readonly container: Container }>;
  /** `before`: the network that it had. */
  change(name: string, network: Network): Promise<{ readonly before: Network; readonly container: Container }>;
  link(name: string, other: string): Promise<Container>;
  unlink(name: string, other: string): Promise<Container>;
}

/** Who holds most of a table that is used notably; undefined where that is not known. */
export type TableHolders = Readonly<Partial<Record<SharedTableName, TableHolder | undefined>>>;

/** The use of the tables that containers share in the kernel's network. */
export interface SharedTableUse {
  /** Gives per cent of what fits, of the fuller family for neighbours; null where the kernel has no such table. */
  percent(table: SharedTableName): number | null;
  /** Who held most when it was last looked for; undefined where that is not known. */
  holder(table: SharedTableName): TableHolder | undefined;
  /** Reads all of it at this moment. */
  read(signal: AbortSignal): Promise<SharedTables & { readonly holders: TableHolders }>;
}

/** What of a plan would be denied. Each gives the reasons in the order of what is asked; null where none is known. */
export interface PlannedNetworks {
  ofNetworks(plan: Params<'plan.check'>): GivenResult<'plan.check'>['networks'];
  ofPublished(plan: Params<'plan.check'>): GivenResult<'plan.check'>['published'];
}

/** Published ports of a container under creation. */
export interface NewPublications {
  /** Changes nothing. Fails with `port-not-allowed` when they cannot be published. */
  check(name: string, network: Network, published: readonly Publication[]): void;
  /** Call it once the container exists; they lead to it as soon as it has an address. */
  begin(name: string): void;
}
