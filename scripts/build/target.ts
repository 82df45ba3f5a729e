// SPDX-License-Identifier: Apache-2.0
/** What a build target is: a name and the work that fills its folder below `dist/`. */

import { fileURLToPath } from 'node:url';

export interface Target {
  readonly name: string;
  build(): Promise<void>;
}

export const checkout = fileURLToPath(new URL('../..', import.meta.url));
