// SPDX-License-Identifier: Apache-2.0
/** Writes the configuration of the attacker under each circumstance: as Bulkhead writes it, or without one layer. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { ConfigurationLine } from '../../../lxc/configuration-file.ts';
import type { Variant } from './probe.ts';

export interface Circumstance {
  /** The layer that is removed beside SELinux; undefined when none is. */
  readonly variant: Variant | undefined;
  /** Says whether its web server is wanted; where it is not, its init is one that only waits. */
  readonly isServing: boolean;
  /** Type of the attacker's processes. */
  readonly domain: string;
  /** Container whose namespaces it shares, where its own are removed. */
  readonly otherContainer: string;
}

/** Nothing but what it names differs from `usual`. */
export function attackerLines(
  usual: readonly ConfigurationLine[],
  { variant, isServing, domain, otherContainer }: Circumstance,
): readonly ConfigurationLine[] {
  const lines = usual.map(({ key, value }) => ({
    key,
    value: key === 'lxc.selinux.context' ? withType(value, domain) : value,
  }));
  const waiting = { key: 'lxc.init.cmd', value: '/usr/bin/sleep infinity' };
  switch (variant) {
    case undefined:
      return isServing ? lines : [...lines, waiting];
    case 'seccomp':
      return [...lines.filter(({ key }) => key !== 'lxc.seccomp.profile'), waiting];
    case 'capabilities':
      return [...lines.filter(({ key }) => key !== 'lxc.cap.drop'), waiting];
    case 'namespaces':
      // /sys is of the network namespace, and its root has no right to mount one of a namespace that is another's.
      return [
        ...lines.filter(({ key }) => !key.startsWith('lxc.net.') && key !== 'lxc.mount.auto'),
        { key: 'lxc.mount.auto', value: 'proc:mixed' },
        { key: 'lxc.namespace.share.net', value: otherContainer },
        { key: 'lxc.namespace.share.ipc', value: otherContainer },
        waiting,
      ];
  }
}

/** The victim runs one program, which holds the secret in all the places where it can be taken. */
export function victimLines(usual: readonly ConfigurationLine[], command: string): readonly ConfigurationLine[] {
  return [...usual, { key: 'lxc.init.cmd', value: command }];
}

function withType(context: string, type: string): string {
  const parsed = parseSecurityContext(context);
  if (parsed === undefined) throw new Error(`cannot change the type of the context ${context}`);
  return formatSecurityContext({ ...parsed, type });
}
