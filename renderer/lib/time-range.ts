// SPDX-License-Identifier: Apache-2.0
/** A stretch of time, in seconds since the epoch. */

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}
