// SPDX-License-Identifier: Apache-2.0
/** What is known of this kernel's holes: its version, and the modules in which the named ones are. Reads only. */

import { release } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../../../system/files/text-of.ts';
import {
  kernelModulePlaces,
  type KernelModulePlaces,
  type ModuleState,
  readModuleStates,
} from '../../../system/kernel-modules.ts';
import { type KnownVulnerability, knownVulnerabilities } from '../../../system/known-vulnerabilities.ts';

export interface KernelFacts {
  /** Names the release as `uname -r` does. */
  readonly release: string;
  /** The release of kernel.org on which it is based; undefined where its name does not say. */
  readonly upstream: string | undefined;
  readonly modules: ReadonlyMap<string, ModuleState>;
}

export function readKernelFacts(name = release(), places: KernelModulePlaces = kernelModulePlaces()): KernelFacts {
  return {
    release: name,
    upstream: upstreamRelease(name, textOf(join(places.proc, 'version')) ?? ''),
    modules: readModuleStates(
      knownVulnerabilities.flatMap((hole) => hole.modules),
      places,
    ),
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
