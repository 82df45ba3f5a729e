/** What the thread that reads a log's later part is told, and what it answers. */

import type { DenialGroup } from '../../contract/model/denial.ts';

/** Given to the thread when it is made. */
export interface RangeRequest {
  readonly file: string;
  readonly since: number;
}

/** Sent to it when it is known where the part begins, in bytes; it ends with the file. */
export interface RangeStart {
  readonly from: number;
}

export interface RangeResult {
  readonly groups: readonly DenialGroup[];
  /** Line numbers count from the part's first line. */
  readonly skipped: readonly SkippedLine[];
  /** False when this is not all: some groups had to make room, or too many lines could not be read to tell them here. */
  readonly isWhole: boolean;
}

export interface SkippedLine {
  readonly lineNumber: number;
  readonly reason: string;
}
