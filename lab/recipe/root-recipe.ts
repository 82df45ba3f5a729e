// SPDX-License-Identifier: Apache-2.0
/** What a Debian root holds: the guest's, and those of the container images. */

import type { RecipeFile } from './guest-files.ts';

export interface RootRecipe {
  readonly release: string;
  readonly packages: readonly string[];
  readonly files: readonly RecipeFile[];
  readonly enabled: readonly string[];
  readonly masked: readonly string[];
  /** Kernel modules that the initramfs must contain in addition to those that it chooses itself. */
  readonly initramfsModules?: readonly string[];
}
