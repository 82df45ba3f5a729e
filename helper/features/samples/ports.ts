// SPDX-License-Identifier: Apache-2.0
/** What samples offer to the other features. */

import type { Item, Params } from '../../../contract/operations/index.ts';

export interface SampleSource {
  /** The history that is there, then one sample each interval, until the signal aborts. */
  watch(options: Params<'sample.watch'>, signal: AbortSignal): AsyncGenerator<Item<'sample.watch'>, void, undefined>;
}
