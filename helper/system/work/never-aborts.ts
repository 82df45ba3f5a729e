// SPDX-License-Identifier: Apache-2.0
/** The signal of work that cannot be cancelled. */

import { setMaxListeners } from 'node:events';

export const neverAborts: AbortSignal = new AbortController().signal;
// All such work listens to this one signal.
setMaxListeners(0, neverAborts);
