// SPDX-License-Identifier: Apache-2.0
/** How a local change is called, and in which order kinds are listed: what weakens the host first. */

import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { isBrought } from '../../../report/local-changes/commands.ts';

export const kindLabels: Readonly<Record<LocalChange['kind'], string>> = {
  permissive: 'Permissive type',
  module: 'Module',
  boolean: 'Boolean',
  port: 'Port',
  'file-context': 'File context',
  equivalence: 'Equivalence',
  other: 'Other',
};

const order = Object.keys(kindLabels);

/** By kind; modules that Bulkhead, packages and containers bring come last. */
export function sortedChanges(changes: readonly LocalChange[]): readonly LocalChange[] {
  const rank = (change: LocalChange): number => (isBrought(change) ? order.length : order.indexOf(change.kind));
  return changes.toSorted((one, other) => rank(one) - rank(other));
}

/** Who brings a module that nobody set by hand; undefined for all else. */
export function broughtBy(change: LocalChange): string | undefined {
  if (change.kind !== 'module' || !isBrought(change)) return undefined;
  if (change.origin === 'container') return 'its container';
  return change.origin === 'bulkhead' ? 'Bulkhead' : 'a package';
}
