// SPDX-License-Identifier: Apache-2.0
/** Draws what a session put out before this terminal was connected to it. */

import type { Item } from '../../../../contract/operations/index.ts';
import { t } from '../../../lib/language/t.ts';

/** The part of an xterm.js terminal that it needs. */
export interface ReplayTerminal {
  reset(): void;
  write(data: Uint8Array | string, drawn?: () => void): void;
}

/**
 * Puts the replay in place of what the terminal shows; a helper that was killed has none to give, and what is shown
 * stays then. Below it the terminal says that the helper was restarted. Settles when all is drawn.
 */
export async function drawReplay(terminal: ReplayTerminal, item: Item<'console.attach'>): Promise<void> {
  const { data, isAfterRestart } = item;
  if (isAfterRestart !== true || data.byteLength > 0) terminal.reset();
  await new Promise<void>((resolve) => terminal.write(data, resolve));
  if (isAfterRestart !== true) return;
  const notice =
    data.byteLength > 0
      ? t('The helper was restarted. The session goes on here.')
      : t('The helper was restarted. The session goes on here; some of its output may be missing.');
  await new Promise<void>((resolve) => terminal.write(`\r\n\x1b[0;7m ${notice} \x1b[0m\r\n`, resolve));
}
