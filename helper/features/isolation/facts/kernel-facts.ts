// SPDX-License-Identifier: Apache-2.0
/** What is known of this kernel's holes: its version, and the modules in which the named ones are. Reads only. */

import { readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { basename, join } from 'node:path';
import { type KnownVulnerability, knownVulnerabilities } from '../../../system/known-vulnerabilities.ts';

/**
 * `absent`: the kernel has none. `blocked`: an `install` line of modprobe runs something else instead of loading it.
 */
export type ModuleState = 'absent' | 'builtin' | 'loaded' | 'blocked' | 'loadable';

export interface KernelFacts {
  /** As `uname -r` says. */
  readonly release: string;
  /** The release of kernel.org on which it is based; undefined where its name does not say. */
  readonly upstream: string | undefined;
  readonly modules: ReadonlyMap<string, ModuleState>;
}

export interface KernelPlaces {
  readonly proc: string;
  readonly modules: string;
  /** Folders of modprobe's configuration; a file hides one of the same name in a later folder. */
  readonly modprobe: readonly string[];
}

const places: KernelPlaces = {
  proc: '/proc',
  modules: `/lib/modules/${release()}`,
  modprobe: [
    '/etc/modprobe.d',
    '/run/modprobe.d',
    '/usr/local/lib/modprobe.d',
    '/usr/lib/modprobe.d',
    '/lib/modprobe.d',
  ],
};

export function readKernelFacts(name = release(), { proc, modules, modprobe }: KernelPlaces = places): KernelFacts {
  const loaded = new Set(linesOf(join(proc, 'modules')).map((line) => line.split(' ')[0]));
  const builtin = moduleNames(linesOf(join(modules, 'modules.builtin')));
  const there = moduleNames(linesOf(join(modules, 'modules.dep')));
  const blocked = blockedModules(modprobe);
  const stateOf = (module: string): ModuleState => {
    if (builtin.has(module)) return 'builtin';
    if (loaded.has(module)) return 'loaded';
    if (!there.has(module)) return 'absent';
    return blocked.has(module) ? 'blocked' : 'loadable';
  };
  const wanted = new Set(knownVulnerabilities.flatMap((hole) => hole.modules));
  return {
    release: name,
    upstream: upstreamRelease(name, linesOf(join(proc, 'version')).join(' ')),
    modules: new Map([...wanted].map((module) => [module, stateOf(module)])),
  };
}

/**
 * Debian says in /proc/version what its package is based on. Kernels that keep an old number and include backported
 * fixes do not show them in their name.
 */
export function upstreamRelease(name: string, version: string): string | undefined {
  const debian = /\bDebian (\d+\.\d+\.\d+)(?:~[^-]*)?-/.exec(version)?.[1];
  if (debian !== undefined) return debian;
  const [, upstream, rest = ''] = /^(\d+\.\d+\.\d+)(.*)$/.exec(name) ?? [];
  const isPlain = rest === '' || /^(?:\+deb\d+|-arch\d+|-\d+\.fc\d+|-gentoo|_\d+$)/.test(rest);
  return isPlain ? upstream : undefined;
}

/** `fixed` only where a source says so, or where the branch began after all of them; `unknown` rather than wrong. */
export function vulnerabilityState(
  { fixed }: KnownVulnerability,
  upstream: string | undefined,
): 'open' | 'fixed' | 'unknown' {
  const [major = 0, minor = 0, patch = 0] = (upstream ?? '').split('.').map(Number);
  if (upstream === undefined || Number.isNaN(patch)) return 'unknown';
  // All of them were fixed before 7.1.
  if (major > 7 || (major === 7 && minor >= 1)) return 'fixed';
  const first = fixed[`${major}.${minor}`];
  if (first === undefined) return 'unknown';
  return patch >= first ? 'fixed' : 'open';
}

/**
 * By lines such as `install esp4 /bin/false`. A `blacklist` line keeps only some ways of loading from it, and does not
 * count.
 */
function blockedModules(folders: readonly string[]): ReadonlySet<string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const file of confIn(folder)) if (!files.has(file)) files.set(file, join(folder, file));
  }
  const lines = [...files.values()].flatMap(linesOf);
  return new Set(
    lines.flatMap(
      (line) =>
        /^\s*install\s+(\S+)\s+(?:\/(?:usr\/)?bin\/)?(?:false|true)\s*$/.exec(line)?.[1]?.replaceAll('-', '_') ?? [],
    ),
  );
}

/** Names as the kernel spells them, of lines that begin with the path of a module. */
function moduleNames(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => /^([^:]+)\.ko/.exec(line)?.[1]?.replace(/^.*\//, '').replaceAll('-', '_') ?? []),
  );
}

function confIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .map((name) => basename(name))
      .filter((name) => name.endsWith('.conf'));
  } catch {
    return [];
  }
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
