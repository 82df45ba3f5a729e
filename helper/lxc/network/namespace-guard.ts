// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps a container from taking the tables that the kernel has once for all network namespaces: lines by which LXC
 * runs programs/guard-namespace.sh in its network namespace before its init runs and after its last process has ended,
 * and a profile of seccomp by which it makes no further network namespace.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Words } from '../../../contract/text.ts';
import { textOf } from '../../system/files/text-of.ts';
import { runtimeFolder } from '../../system/runtime-folder.ts';
import type { ConfigurationLine } from '../configuration-file.ts';
import { portOf } from './port-guard.ts';

/** The helper is installed there: configurations outlive the helper that wrote them. */
const program = '/usr/lib/bulkhead/network/guard-namespace.sh';
const profileKey = 'lxc.seccomp.profile';
const upKey = 'lxc.hook.start-host';
const downKey = 'lxc.hook.stop';

/** LXC's own list of system calls for all containers. */
const commonProfile = '/usr/share/lxc/config/common.seccomp';
/** Denies what LXC's own list denies, and network namespaces. */
const containerProfile = '/usr/lib/bulkhead/seccomp/container.seccomp';

/** Next hops that it uses in a minute: on a net of a bridge of the host's, and on one of an administrator's. */
const maxNeighbours = { own: 512, foreign: 4096 };

export interface NamespaceChoice {
  /** It may make network namespaces of its own. */
  readonly isNested: boolean;
  /** Bridges of networks that Bulkhead sets up. */
  readonly ownBridges: ReadonlySet<string>;
}

/** The lines of the guard alone, for a container whose profile of seccomp another engine writes. */
export function namespaceGuardLines(neighbours: number = maxNeighbours.own): readonly ConfigurationLine[] {
  return [
    { key: upKey, value: `/bin/sh ${program} up ${neighbours}` },
    { key: downKey, value: `/bin/sh ${program} down` },
  ];
}

/** What such a profile denies besides, in LXC's words: network namespaces (seccomp/container.seccomp). */
export const deniedNamespaceCalls = [
  'clone3 errno 38',
  'clone errno 1 [0,0x40000000,SCMP_CMP_MASKED_EQ,0x40000000]',
  'unshare errno 1 [0,0x40000000,SCMP_CMP_MASKED_EQ,0x40000000]',
].join('\n');

/**
 * The same lines with those of the guard. A profile of seccomp that somebody else chose stays, and so do hooks of
 * others. Idempotent.
 */
export function withNamespaceGuard(
  lines: readonly ConfigurationLine[],
  { isNested, ownBridges }: NamespaceChoice,
): readonly ConfigurationLine[] {
  const others = lines.filter((line) => !isNamespaceGuardLine(line));
  const profile = isNested ? commonProfile : containerProfile;
  return [
    ...others.map((line) =>
      line.key === profileKey && [commonProfile, containerProfile].includes(line.value)
        ? { ...line, value: profile }
        : line,
    ),
    ...namespaceGuardLines(maxNeighboursOf(lines, ownBridges)),
  ];
}

/** Says whether a line is one that the guard wrote. */
export function isNamespaceGuardLine({ key, value }: ConfigurationLine): boolean {
  if (key === downKey) return value === `/bin/sh ${program} down`;
  return key === upKey && new RegExp(`^/bin/sh ${program} up \\d+$`).test(value);
}

/** What the guard said when it failed the last start, which it says once; undefined when it did not. */
export function takeNamespaceProblem(name: string, folder = runtimeFolder): Words | undefined {
  const path = join(folder, `guard-namespace-${name}`);
  const text = textOf(path)?.trim();
  rmSync(path, { force: true });
  return text;
}

function maxNeighboursOf(lines: readonly ConfigurationLine[], ownBridges: ReadonlySet<string>): number {
  const type = lines.findLast(({ key }) => key === 'lxc.net.0.type')?.value;
  const port = portOf(lines);
  const isOwn = type === 'empty' || port?.isNat === true || (port !== undefined && ownBridges.has(port.bridge));
  return isOwn ? maxNeighbours.own : maxNeighbours.foreign;
}
