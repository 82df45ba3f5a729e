// SPDX-License-Identifier: Apache-2.0
/** What SELinux does on this host, as the kernel and the loaded policy say. */

import { join } from 'node:path';
import type { SelinuxStatus } from '../../contract/model/host/host.ts';
import { readEnforcement } from './enforcement.ts';
import { isContextKnown } from './known-context.ts';
import { domainType } from './types.ts';
import { textOf } from '../system/files/text-of.ts';

export interface SelinuxRoots {
  /** `/sys/fs/selinux`. */
  readonly selinux: string;
  readonly etc: string;
}

export function readSelinuxStatus({ selinux, etc }: SelinuxRoots): SelinuxStatus {
  const enforcement = readEnforcement(selinux);
  if (enforcement === undefined) return { status: 'disabled', policy: null, mls: false, baseModule: false };
  const isMls = textOf(join(selinux, 'mls'))?.trim() === '1';
  return {
    status: enforcement.isEnforcing ? 'enforcing' : 'permissive',
    policy: policyNameOf(textOf(join(etc, 'selinux/config')) ?? ''),
    mls: isMls,
    baseModule: isContextKnown(`system_u:system_r:${domainType}${isMls ? ':s0' : ''}`, selinux),
  };
}

/** libselinux takes the last line of the name, with or without spaces around it. */
function policyNameOf(config: string): string | null {
  return [...config.matchAll(/^\s*SELINUXTYPE\s*=\s*(\S+)/gm)].at(-1)?.[1] ?? null;
}
