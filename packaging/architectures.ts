// SPDX-License-Identifier: Apache-2.0
/** The processors that packages are made for, by the names that dpkg, rpm and Node give them. */

import type { PackageDefinition } from './packages.ts';

interface ArchitectureNames {
  readonly deb: string;
  readonly rpm: string;
  /** Is `process.arch` there, and part of the name of a native package of npm. */
  readonly node: string;
}

export const architectures = {
  amd64: { deb: 'amd64', rpm: 'x86_64', node: 'x64' },
  arm64: { deb: 'arm64', rpm: 'aarch64', node: 'arm64' },
} as const satisfies Readonly<Record<string, ArchitectureNames>>;

export type Architecture = keyof typeof architectures;

/** Is the processor of the machine that builds, whose native packages `npm ci` has installed. */
export const builtArchitecture: Architecture = 'amd64';

/** Reads the words of the command line; raises for one that no package is made for. */
export function readArchitectures(words: readonly string[]): readonly Architecture[] {
  return words.map((word) => {
    const found = Object.keys(architectures).find((name): name is Architecture => name === word);
    if (found === undefined)
      throw new Error(`cannot package for ${word}: it is none of ${Object.keys(architectures).join(', ')}`);
    return found;
  });
}

/**
 * Gives those of the wanted processors for which the package is made apart. A package that suits all of them is made once,
 * and the window only for the processor of the machine, whose Electron is there.
 */
export function architecturesOf(
  { id, isArchitectureIndependent }: PackageDefinition,
  wanted: readonly Architecture[],
): readonly Architecture[] {
  return isArchitectureIndependent || id === 'window' ? [builtArchitecture] : wanted;
}
