// SPDX-License-Identifier: Apache-2.0
export interface PackageSet {
  readonly purpose: string;
  readonly packages: readonly string[];
}

export const packageSets: Readonly<Record<'lab' | 'policy' | 'window' | 'build' | 'release', PackageSet>>;

/** What is needed to develop and try; `release` is for who makes packages. */
export const everydaySets: readonly PackageSet[];
