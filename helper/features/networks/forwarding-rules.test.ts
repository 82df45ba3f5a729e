// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { forwardingRules } from './forwarding-rules.ts';

const web = {
  container: 'web',
  address: '10.0.3.5',
  published: [
    { protocol: 'tcp', address: null, hostPort: 8080, port: 80 },
    { protocol: 'udp', address: '192.0.2.1', hostPort: 53, port: 5353 },
  ],
} as const;

describe('the rules of published ports', () => {
  it('replace what was there in one transaction, and lead from other machines and from the host, not from containers', () => {
    const [first, second, ...table] = forwardingRules([web], ['shop']).split('\n');
    expect([first, second]).toEqual(['add table inet bulkhead', 'delete table inet bulkhead']);
    const own = [
      'fib daddr type local ip daddr != 127.0.0.0/8 tcp dport 8080 dnat ip to 10.0.3.5:80 comment "web"',
      'ip daddr 192.0.2.1 udp dport 53 dnat ip to 10.0.3.5:5353 comment "web"',
    ];
    expect(table.map((line) => line.trim()).filter((line) => line !== '')).toEqual([
      'table inet bulkhead {',
      'chain arriving {',
      'type nat hook prerouting priority dstnat; policy accept;',
      'iifname { "lxcbr0", "shop" } return',
      ...own,
      '}',
      'chain own {',
      'type nat hook output priority dstnat; policy accept;',
      ...own,
      '}',
      '}',
    ]);
  });

  it('are gone when nothing is published', () => {
    const nothing = 'add table inet bulkhead\ndelete table inet bulkhead\n';
    expect([forwardingRules([], []), forwardingRules([{ ...web, published: [] }], [])]).toEqual([nothing, nothing]);
  });
});
