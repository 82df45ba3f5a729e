// SPDX-License-Identifier: Apache-2.0
/** The facts about the machine in /proc, /etc and the cgroup mount. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { textOf } from '../../system/files/text-of.ts';

export type KernelFacts = Pick<
  HostInfo,
  'hostname' | 'kernel' | 'operatingSystem' | 'cpus' | 'memoryBytes' | 'bootedAt' | 'cgroup'
>;

export interface KernelRoots {
  readonly proc: string;
  readonly etc: string;
  readonly cgroup: string;
}

export function readKernelFacts({ proc, etc, cgroup }: KernelRoots): KernelFacts {
  const stat = readFileSync(join(proc, 'stat'), 'utf8');
  return {
    hostname: readFileSync(join(proc, 'sys/kernel/hostname'), 'utf8').trim(),
    kernel: readFileSync(join(proc, 'sys/kernel/osrelease'), 'utf8').trim(),
    operatingSystem: operatingSystemOf(textOf(join(etc, 'os-release')) ?? ''),
    cpus: stat.match(/^cpu\d+ /gm)?.length ?? 0,
    memoryBytes: numberIn(readFileSync(join(proc, 'meminfo'), 'utf8'), /^MemTotal:\s+(\d+) kB$/m) * 1024,
    bootedAt: numberIn(stat, /^btime (\d+)$/m),
    cgroup: cgroupModeOf(cgroup),
  };
}

/** Reads the file as a shell would: the value may be in quotes of either kind. */
function operatingSystemOf(release: string): string {
  const [, quoted = ''] = /^PRETTY_NAME=(.*)$/m.exec(release) ?? [];
  const value = quoted
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\\(["'$`\\])/g, '$1');
  return value === '' ? 'Linux' : value;
}

function cgroupModeOf(root: string): HostInfo['cgroup'] {
  if (existsSync(join(root, 'cgroup.controllers'))) return 'v2';
  return existsSync(join(root, 'unified/cgroup.controllers')) ? 'hybrid' : 'v1';
}

function numberIn(text: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(text) ?? [];
  if (digits === undefined) throw new Error(`cannot read ${pattern.source} out of /proc`);
  return Number(digits);
}
