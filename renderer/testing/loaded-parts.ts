// SPDX-License-Identifier: Apache-2.0
/** Set-up of the component tests: parts of the window are loaded before the first test, as they are in a used window. */

import { beforeAll } from 'vitest';
import { loadParts } from '../lib/parts.ts';

// A file that draws the whole window loads all of it, which takes a busy machine a while.
beforeAll(() => loadParts(() => Promise.resolve()), 300_000);
