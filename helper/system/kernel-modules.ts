// SPDX-License-Identifier: Apache-2.0
/** Says whether the kernel has a module, and whether it is loaded or could be. Reads only. */

import { readdirSync } from 'node:fs';
import { release } from 'node:os';
import { basename, join } from 'node:path';
import { textOf } from './files/text-of.ts';

/**
 * `absent`: the kernel has none. `blocked`: an `install` line of modprobe runs something else instead of loading it.
 */
export type ModuleState = 'absent' | 'builtin' | 'loaded' | 'blocked' | 'loadable';

export interface KernelModulePlaces {
  readonly proc: string;
  readonly modules: string;
  /** Folders of modprobe's configuration; a file hides one of the same name in a later folder. */
  readonly modprobe: readonly string[];
}

export function kernelModulePlaces(name = release()): KernelModulePlaces {
  return {
    proc: '/proc',
    modules: `/lib/modules/${name}`,
    modprobe: [
      '/etc/modprobe.d',
      '/run/modprobe.d',
      '/usr/local/lib/modprobe.d',
      '/usr/lib/modprobe.d',
      '/lib/modprobe.d',
    ],
  };
}

/** The state of each of these modules, by its name as the kernel spells it. */
export function readModuleStates(
  names: readonly string[],
  { proc, modules, modprobe }: KernelModulePlaces = kernelModulePlaces(),
): ReadonlyMap<string, ModuleState> {
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
  return new Map([...new Set(names)].map((module) => [module, stateOf(module)]));
}

/**
 * Reads lines such as `install esp4 /bin/false`. A `blacklist` line keeps only some ways of loading from it, and does
 * not count.
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
  return textOf(path)?.split('\n') ?? [];
}
