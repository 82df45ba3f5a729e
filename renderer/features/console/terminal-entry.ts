// SPDX-License-Identifier: Apache-2.0
/** A terminal of the window, and a tab of terminals. */

import type { ConsoleChoice, ConsoleStatus, KeptSession } from './console-run.ts';
import type { PaneLayout } from '../../lib/pane-layout.ts';
import type { TerminalSession } from './terminal-session.ts';

export interface TerminalEntry {
  readonly id: number;
  /** Names the host of the container: the session goes on while the window shows another. */
  readonly hostId: string | undefined;
  readonly container: string;
  /** Counts up within its container. */
  readonly number: number;
  /** The name that a person gave it. */
  readonly title: string | undefined;
  readonly choice: ConsoleChoice;
  readonly status: ConsoleStatus;
  /** What continues it at the helper. */
  readonly kept: KeptSession | undefined;
  /** The last denial of the host when it began, in seconds since the epoch by the host's clock. */
  readonly deniedBefore: number;
  /** Gives the time at which the container had started when the terminal was opened. */
  readonly startedAt: number | null;
  readonly session: TerminalSession;
}

export interface TerminalTab {
  readonly id: number;
  readonly hostId: string | undefined;
  readonly container: string;
  readonly layout: PaneLayout;
  /** The terminal that has the keyboard, or had it last. */
  readonly active: number;
}
