// SPDX-License-Identifier: Apache-2.0
import type { PackageSet } from './packages.mjs';

export interface MissingSet {
  readonly purpose: string;
  readonly missing: readonly string[];
}

export function installSystemPackages(sets?: readonly PackageSet[], say?: (line: string) => void): void;
export function missingSets(sets: readonly PackageSet[], installed: ReadonlySet<string>): MissingSet[];
export function parseInstalled(output: string): Set<string>;
