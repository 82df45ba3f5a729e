// SPDX-License-Identifier: Apache-2.0
/** The container images of the lab's image store. */

import type { RecipeFile } from './guest-files.ts';
import { debianEnabledUnits, debianImageFiles, debianMaskedUnits } from '../../contract/rules/debian-image.ts';
import { debianPackages, drillWebPackages } from './packages.ts';

export interface ImageRecipe {
  readonly name: string;
  readonly description: string;
  readonly packages: readonly string[];
  readonly files: readonly RecipeFile[];
  readonly enabled: readonly string[];
  readonly masked: readonly string[];
}

const debian = { files: debianImageFiles, enabled: debianEnabledUnits, masked: debianMaskedUnits };

export const images: readonly ImageRecipe[] = [
  { ...debian, name: 'debian-13', description: 'Debian 13 with systemd', packages: debianPackages },
  {
    ...debian,
    name: 'drill-web',
    description: 'Debian 13 with Apache and PHP, for the isolation drill',
    packages: drillWebPackages,
  },
];
