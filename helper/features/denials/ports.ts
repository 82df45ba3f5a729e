// SPDX-License-Identifier: Apache-2.0
/** What denials offer to the other features. */

import type { RecordFilter } from '../../../audit/recorded-accesses.ts';
import type { DenialCase } from '../../../contract/model/denials/denial.ts';
import type { GivenExplanation } from '../../../contract/model/denials/explanation.ts';
import type { RecordedAccess } from '../../../contract/model/policy/replay.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';

export interface DenialCount {
  readonly name: string;
  readonly blocked: number;
  /** What was logged, and not blocked. */
  readonly logged: number;
}

export interface Denials {
  query(options: Params<'denial.query'>, signal: AbortSignal): Promise<Result<'denial.query'>>;
  explain(one: DenialCase, signal: AbortSignal): Promise<GivenExplanation>;
  timeline(options: Params<'denial.timeline'>): Result<'denial.timeline'>;
  /** Counts the denials of each container since the helper started. */
  counts(): readonly DenialCount[];
  /** How many events were lost until now, at an earlier start too. */
  lost(): number;
  /** Single events are kept from then on: seconds since the epoch; 0 while none had to go. */
  keptSince(): number;
  /** The time of the oldest single event that is kept; null when there is none. */
  oldest(): number | null;
  /** Distinct accesses that were recorded, what took place first, the latest before older ones. */
  recorded(filter: RecordFilter): readonly RecordedAccess[];
  watch(options: Params<'denial.watch'>, signal: AbortSignal): AsyncGenerator<Item<'denial.watch'>, void, undefined>;
}
