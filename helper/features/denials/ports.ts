// SPDX-License-Identifier: Apache-2.0
/** What denials offer to the other features. */

import type { DenialCase } from '../../../contract/model/denials/denial.ts';
import type { Explanation } from '../../../contract/model/denials/explanation.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';

export interface Denials {
  query(options: Params<'denial.query'>, signal: AbortSignal): Promise<Result<'denial.query'>>;
  explain(one: DenialCase, signal: AbortSignal): Promise<Explanation>;
  timeline(options: Params<'denial.timeline'>): Result<'denial.timeline'>;
  watch(options: Params<'denial.watch'>, signal: AbortSignal): AsyncGenerator<Item<'denial.watch'>, void, undefined>;
}
