// SPDX-License-Identifier: Apache-2.0
/** Describes one creation under way: what each of its steps needs, and what the steps report. */

import type { CreationStep } from '../../../contract/wording/creation-steps.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { Words } from '../../../contract/text.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import type { CategoryPair } from '../../selinux/category-pairs.ts';
import type { CreationHost } from './creation-host.ts';
import type { Creator } from './ports.ts';

export interface CreationWork {
  readonly request: Params<'container.create'>;
  readonly by: Creator;
  readonly host: CreationHost;
  readonly signal: AbortSignal;
}

/** What a new container has for itself. */
export interface Reserved {
  readonly own: ContainerPlaces;
  readonly ids: IdRange;
  readonly pair: CategoryPair;
  readonly plainDomain: number | null;
  readonly context: SecurityContext;
}

/**
 * What is reported during a creation: each step as it begins, and within `volumes` how much of that step is done and
 * which files keep their labels.
 */
export interface CreationProgress {
  readonly step: CreationStep;
  /** Says how much of this step is done, from 0 to 1. */
  readonly done?: number;
  readonly skipped?: { readonly path: string; readonly reason: Words };
}

/** Reports steps, and gives what they have made. */
export type CreationSteps<Made> = AsyncGenerator<CreationProgress, Made, undefined>;
