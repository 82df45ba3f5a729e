// SPDX-License-Identifier: Apache-2.0
/** Features of the kernel that every container needs. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../../system/files/text-of.ts';
import { readModuleStates } from '../../../system/kernel-modules.ts';
import type { KernelFeatures } from './doctor-facts.ts';

/** `isLoadable` says whether a module could be loaded; asked for what is not there yet. */
export function readKernelFeatures(proc = '/proc', isLoadable = canBeLoaded): KernelFeatures {
  const fileSystems = textOf(join(proc, 'filesystems')) ?? '';
  return {
    hasOverlay: /^nodev\toverlay$/m.test(fileSystems) || isLoadable('overlay'),
    hasUserNamespaces:
      existsSync(join(proc, 'self/ns/user')) && textOf(join(proc, 'sys/user/max_user_namespaces'))?.trim() !== '0',
    hasSeccomp: (textOf(join(proc, 'sys/kernel/seccomp/actions_avail')) ?? '').split(/\s+/).includes('errno'),
  };
}

function canBeLoaded(module: string): boolean {
  const state = readModuleStates([module]).get(module);
  return state !== 'absent' && state !== 'blocked';
}
