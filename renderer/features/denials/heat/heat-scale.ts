// SPDX-License-Identifier: Apache-2.0
/** The slots of time that a heat map shows. */

export interface HeatScale {
  /** Seconds since the epoch. */
  readonly from: number;
  readonly slotSeconds: number;
  readonly slots: number;
}
