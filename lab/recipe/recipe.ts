// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that decides what the lab's disk holds, as one value, and the key under which a disk made from it is
 * cached.
 */

import { createHash } from 'node:crypto';
import { guestEnabledUnits, guestFiles, guestMaskedUnits } from './guest-files.ts';
import { type ImageRecipe, images } from './images.ts';
import { guestPackages, release } from './packages.ts';
import { keptPolicyModules } from './policy-modules.ts';
import type { MachineShape } from '../machine/machine-shape.ts';
import type { RootRecipe } from './root-recipe.ts';
import { helperGroup, type LabUser, users } from './users.ts';

interface RecipePolicy {
  /** Lies below the folder of the policies that the lab keeps; its name changes with its content. */
  readonly folder: string;
  /** Its `SELINUXTYPE`. */
  readonly store: string;
}

export interface LabRecipe {
  /** Raise when the steps of the build, and not only their data, change what the disk holds. */
  readonly version: number;
  readonly release: string;
  readonly diskSize: string;
  /** Made at build time, unless a package is to make it. */
  readonly helperGroup: string | undefined;
  readonly users: readonly LabUser[];
  readonly guest: Omit<RootRecipe, 'release'>;
  readonly images: readonly ImageRecipe[];
  /** Modules of the distribution's policy that stay; all when left out. */
  readonly policyModules?: readonly string[];
  /** Another distribution's, instead of Debian's. */
  readonly policy?: RecipePolicy;
  /** The container images are here, seen from the root; the helper's own store when left out. */
  readonly imageStore?: string;
  /** The lab runs in a machine of this shape; the usual one when left out. */
  readonly machine?: MachineShape;
  /**
   * Leaves the host as the installer does: no quotas, no labels, and the security modules that the kernel has by
   * itself.
   */
  readonly isStock?: boolean;
  /** A port of the guest that browsers of this machine reach, too; none when left out. */
  readonly webPort?: number;
}

/** What `npm run lab` builds: everything that the helper needs. */
export const recipe: LabRecipe = {
  version: 6,
  release,
  diskSize: '12G',
  helperGroup,
  users,
  guest: {
    packages: guestPackages,
    files: guestFiles,
    enabled: guestEnabledUnits,
    masked: guestMaskedUnits,
    // The disk has project quotas, whose format the kernel has as a module: without it the root cannot be mounted.
    initramfsModules: ['quota_v2'],
  },
  images,
  policyModules: keptPolicyModules,
};

/** The same recipe gives the same key, on every machine. */
export function recipeKey(value: unknown = recipe): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
