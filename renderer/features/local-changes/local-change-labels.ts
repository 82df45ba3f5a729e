// SPDX-License-Identifier: Apache-2.0
/** How a local change is called, and in which order kinds are listed: what weakens the host first. */

import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { isBrought } from '../../../contract/wording/policy/describe-local-change.ts';
import { t } from '../../lib/language/t.ts';

export const kindLabels: Readonly<Record<LocalChange['kind'], string>> = {
  permissive: t('Permissive type'),
  module: t('Module'),
  boolean: t('Boolean'),
  port: t('Port'),
  'file-context': t('File context'),
  equivalence: t('Equivalence'),
  other: t('Other'),
};

const order = Object.keys(kindLabels);

/** Sorts the changes by kind; modules that Bulkhead, packages and containers bring come last. */
export function sortedChanges(changes: readonly LocalChange[]): readonly LocalChange[] {
  const rank = (change: LocalChange): number => (isBrought(change) ? order.length : order.indexOf(change.kind));
  return changes.toSorted((one, other) => rank(one) - rank(other));
}

/** Says who brings a module that nobody set by hand; undefined for all else. */
export function broughtBy(change: LocalChange): string | undefined {
  if (change.kind !== 'module' || !isBrought(change)) return undefined;
  if (change.origin === 'container') return t('its container');
  return change.origin === 'bulkhead' ? 'Bulkhead' : t('a package');
}
