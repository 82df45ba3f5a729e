// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the main process for what every start needs. The page's script imports this first: the main process then loads
 * what answers while the rest of the script runs. Asked earlier, that would hold up the page's own files, which it serves
 * too.
 */

import { bridgeOfWindow } from '../host/bridge.ts';
import { askFirst } from '../host/first-answers.ts';

const bridge = bridgeOfWindow();

/** Undefined where there is no main process. */
export const firstAsked = bridge && askFirst(bridge);

// The page says so where it waits for them.
firstAsked?.catch(() => undefined);
