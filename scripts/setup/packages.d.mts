// SPDX-License-Identifier: Apache-2.0
export interface PackageSet {
  readonly purpose: string;
  readonly packages: readonly string[];
}

export const packageSets: Readonly<Record<'lab' | 'window' | 'build', PackageSet>>;
