// SPDX-License-Identifier: Apache-2.0
/**
 * Tells whether a group of denials is about an object of another container: by reason, type and categories alone, which
 * no container chooses. Without schemas, as what reads a log in a terminal needs it.
 */

import { categoriesOf } from '../contexts/level.ts';
import type { DenialGroup } from './denial.ts';

/** Types of what containers have, in the shared domain as in domains of their own. */
export const containerTypes =
  /^(?:bulkhead_(?:t|file_t|readonly_t|tmpfs_t|devpts_t|shared_\d+_t|[cp]_\w+)|container_(?:ro_)?file_t|container_t)$/;
/** Types of domains of their own: of a container by its name, and plain ones by their number. */
const ownDomains = /^bulkhead_[cp]_/;
/** What follows the name of a container in the types of its own domain, as the helper names them. */
const ownEndings = /^_(?:(?:file|volume|readonly|tmpfs|terminal)_)?t$/;

type Judged = Pick<DenialGroup, 'sourceType' | 'targetType' | 'reason' | 'sample'>;

export function isOfAnotherContainer({ reason, targetType, sample, sourceType }: Judged): boolean {
  if (reason === 'other-categories') return true;
  if (ownDomains.test(targetType) && !isOfOwnDomain({ sourceType, targetType })) return true;
  const needed = categoriesOf(sample.target?.level ?? '');
  const held = categoriesOf(sample.source?.level ?? '');
  return containerTypes.test(targetType) && needed.length > 0 && needed.some((category) => !held.includes(category));
}

function isOfOwnDomain({ sourceType, targetType }: Pick<Judged, 'sourceType' | 'targetType'>): boolean {
  const own = sourceType.slice(0, -'_t'.length);
  return ownDomains.test(own) && targetType.startsWith(own) && ownEndings.test(targetType.slice(own.length));
}
