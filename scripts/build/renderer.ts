// SPDX-License-Identifier: Apache-2.0
/** The pages of the window. */

import { buildPage } from './build-page.ts';
import type { Target } from './target.ts';

export const renderer: Target = { name: 'renderer', build: () => buildPage('renderer') };
