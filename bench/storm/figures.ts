// SPDX-License-Identifier: Apache-2.0
/** What the process under the storm tells of itself. */

export interface Figures {
  /** Denials in groups. */
  readonly counted: number;
  /** Denials that are in no group: dropped before they were read, or of groups that had to make room. */
  readonly lost: number;
  readonly skippedLines: number;
  /** Single events that the watcher was told it missed; its groups are whole. */
  readonly watcherLost: number;
  readonly messages: number;
  readonly cpuSeconds: number;
  readonly mostMegabytes: number;
}
