// SPDX-License-Identifier: Apache-2.0
/** The nftables rules of published ports: one table of Bulkhead's own, always replaced as a whole. */

import type { Publication } from '../../../contract/model/containers/publication.ts';
import { natBridge } from '../../lxc/network/port-guard.ts';

export interface Forwarded {
  readonly container: string;
  /** The container has this address now. */
  readonly address: string;
  readonly published: readonly Publication[];
}

/** Writes one transaction: the kernel has the old rules or the new ones. */
/** `own`: bridges of networks that Bulkhead sets up. */
export function forwardingRules(forwards: readonly Forwarded[], own: readonly string[]): string {
  const rules = forwards.flatMap(({ container, address, published }) =>
    published.map((publication) => ruleOf(publication, address, container)),
  );
  const replaced = 'add table inet bulkhead\ndelete table inet bulkhead\n';
  if (rules.length === 0) return replaced;
  const lines = rules.map((rule) => `    ${rule}\n`).join('');
  return (
    `${replaced}table inet bulkhead {\n` +
    // Containers are not led to each other: what they may reach of one another is their links.
    '  chain arriving {\n    type nat hook prerouting priority dstnat; policy accept;\n' +
    `    iifname { ${[natBridge, ...own].map((name) => `"${name}"`).join(', ')} } return\n${lines}  }\n` +
    // What the host itself sends to its own address.
    `  chain own {\n    type nat hook output priority dstnat; policy accept;\n${lines}  }\n}\n`
  );
}

function ruleOf({ protocol, address, hostPort, port }: Publication, to: string, container: string): string {
  const where = address === null ? 'fib daddr type local ip daddr != 127.0.0.0/8' : `ip daddr ${address}`;
  return `${where} ${protocol} dport ${hostPort} dnat ip to ${to}:${port} comment "${container}"`;
}
