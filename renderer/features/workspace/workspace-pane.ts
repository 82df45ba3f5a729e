// SPDX-License-Identifier: Apache-2.0
/** A pane of the workspace, and what it shows of which container of which host. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';

export type PaneContent =
  /** `terminal`: its number among the terminals of the window. */
  { readonly kind: 'terminal'; readonly terminal: number } | { readonly kind: 'log'; readonly source: LogSource };

export interface WorkspacePane {
  readonly id: number;
  readonly hostId: string;
  readonly container: string;
  readonly content: PaneContent;
}
