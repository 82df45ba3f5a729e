// SPDX-License-Identifier: Apache-2.0
/** Who holds most of a table that containers share, as far as the kernel says it. */

import type { TableHolder } from '../../../../contract/model/host/table-holder.ts';

/** A running container, as it is known when its share is counted. */
export interface HoldingContainer {
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface HeldEntries {
  readonly holder: TableHolder;
  readonly entries: number;
}

/** Undefined when nobody holds any. */
export function findLargest(shares: readonly HeldEntries[]): TableHolder | undefined {
  return shares.filter(({ entries }) => entries > 0).toSorted((one, other) => other.entries - one.entries)[0]?.holder;
}
