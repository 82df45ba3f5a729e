// SPDX-License-Identifier: Apache-2.0
/** Joins a terminal to the sessions in the container that it has, one after the other. */

import type { Item } from '../../../../contract/operations/index.ts';
import {
  type ConsoleChoice,
  type ConsoleRun,
  type ConsoleStatus,
  type KeptSession,
  runConsole,
} from '../console-run.ts';
import { createDrawGate } from '../draw-gate.ts';
import { drawReplay } from './draw-replay.ts';
import type { TerminalScreen } from './terminal-screen.ts';

export interface TerminalRunOptions {
  readonly hostId: string | undefined;
  readonly container: string;
  readonly choice: ConsoleChoice;
  readonly onStatus: (status: ConsoleStatus) => void;
  readonly onSession: (session: KeptSession) => void;
}

interface TerminalRun {
  hasStarted(): boolean;
  /** Continues this session of the helper, or opens one. */
  start(session?: KeptSession): void;
  /** Ends the session here; the helper may keep it. */
  stop(): void;
}

/** Limits a piece of input in one message. */
const pieceLength = 16_384;

/** Draws what the sessions put out, and sends them what is typed, and the size of the terminal. */
export function createTerminalRun({ terminal, element }: TerminalScreen, options: TerminalRunOptions): TerminalRun {
  const abort = new AbortController();
  const gate = createDrawGate((data, drawn) => terminal.write(data, drawn));
  let run: ConsoleRun | undefined;
  let isReplaying = false;

  async function draw(item: Item<'console.open'>): Promise<void> {
    if (item.isReplay !== true) return gate.write(item.data);
    isReplaying = true;
    await drawReplay(terminal, item);
    isReplaying = false;
  }

  terminal.onData((data) => {
    // What was put out before may hold questions to the terminal, which were answered then.
    if (isReplaying) return;
    for (let start = 0; start < data.length; start += pieceLength)
      run?.send({ type: 'data', data: data.slice(start, start + pieceLength) });
  });
  terminal.onResize(({ cols, rows }) => run?.send({ type: 'resize', columns: cols, rows }));

  return {
    hasStarted: () => run !== undefined,
    start(session) {
      const { hostId, container, choice, onStatus, onSession } = options;
      run = runConsole({
        hostId,
        container,
        choice,
        session,
        isSeen: () => element.isConnected,
        size: () => ({ columns: terminal.cols, rows: terminal.rows }),
        draw,
        onStatus,
        onSession,
        signal: abort.signal,
      });
    },
    stop: () => abort.abort(),
  };
}
