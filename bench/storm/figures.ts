// SPDX-License-Identifier: Apache-2.0
/** The figures that the process under the storm reports about itself. */

export interface Figures {
  /** Denials in groups. */
  readonly counted: number;
  /** Denials that are in no group: dropped before they were read, or of groups that were dropped. */
  readonly lost: number;
  readonly skippedLines: number;
  /** Single events that the watcher was informed it missed; its groups are complete. */
  readonly watcherLost: number;
  readonly messages: number;
  readonly cpuSeconds: number;
  readonly maxMegabytes: number;
}
