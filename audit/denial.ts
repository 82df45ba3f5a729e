// SPDX-License-Identifier: Apache-2.0
/** A denial while its event is being put together. */

import type { DenialEvent } from '../contract/model/denials/denial.ts';

export interface Denial {
  readonly event: DenialEvent;
  /**
   * True when its group has counted it already, before its event was put together; then it only may be the group's
   * sample.
   */
  readonly isCounted: boolean;
}
