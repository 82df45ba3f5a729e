// SPDX-License-Identifier: Apache-2.0
/** Copies installed packages, with all that they depend on and that is installed, to another `node_modules`. */

import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkout } from './target.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What a package holds beside its code and is not needed to run it: sources of native parts, documents, other C
 * libraries.
 */
const superfluous =
  /\/(?:doc|vendor|lib\/native|musl_\w+|cnoke\.cjs)$|\.(?:md|d\.ts|map|c|cc|cpp|h|hh|inc|S|asm|txt|cmake)$/;
const otherPlatforms = /-(?:musl|darwin|win32|arm64|arm|ia32|freebsd|openbsd|riscv64|loong64)/;

/** Takes the path of a file or folder within its package, with a slash before it. */
export function isSuperfluous(path: string): boolean {
  return superfluous.test(path) || superfluous.test(dirname(path));
}

/** `target` is emptied first. Nested packages are put beside the others, since each is wanted in one version only. */
export async function copyPackages(names: readonly string[], target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  for (const [name, source] of closureOf(names)) {
    const destination = join(target, name);
    await mkdir(dirname(destination), { recursive: true });
    await cp(source, destination, {
      recursive: true,
      filter: (path) =>
        !superfluous.test(path.slice(source.length)) && !path.slice(source.length).includes('/node_modules'),
    });
  }
}

function closureOf(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (name: string, from: string, isOptional: boolean): void => {
    if (found.has(name)) return;
    const source = locate(name, from);
    if (source === undefined || (isOptional && otherPlatforms.test(name))) {
      if (isOptional) return;
      throw new Error(`cannot build: the package ${name} is not installed; run npm ci`);
    }
    found.set(name, source);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(source, 'package.json'), 'utf8'),
    ) as Manifest;
    for (const dependency of Object.keys(optionalDependencies)) visit(dependency, source, true);
    for (const dependency of Object.keys(dependencies))
      if (!(dependency in optionalDependencies)) visit(dependency, source, false);
  };
  for (const name of names) visit(name, checkout, false);
  return found;
}

/** Locates a package as Node does: the nearest `node_modules` upwards. */
function locate(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
