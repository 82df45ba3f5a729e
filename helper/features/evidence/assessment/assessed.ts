// SPDX-License-Identifier: Apache-2.0
/** What both files of an assessment are made of. */

import type { EvidencePeriod } from '../../../../contract/model/evidence.ts';
import type { Assessment } from './assess.ts';

export interface Assessed {
  readonly assessment: Assessment;
  readonly host: string;
  readonly bulkhead: string;
  readonly period: EvidencePeriod;
  /** Seconds since the epoch. */
  readonly madeAt: number;
  /** The files that were assessed. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
