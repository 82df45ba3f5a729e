// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { egressSchema, hasEgressNames, readEgressEntry } from './egress.ts';

it.each([
  ['example.org', 'name example.org every all'],
  ['example.org:443', 'name example.org tcp 443-443'],
  ['example.org:443/udp', 'name example.org udp 443-443'],
  ['192.0.2.7', 'ipv4 192.0.2.7 every all'],
  ['192.0.2.8/icmp', 'ipv4 192.0.2.8 icmp all'],
  ['10.1.0.0/16:5000-5010', 'ipv4 10.1.0.0/16 tcp 5000-5010'],
  ['10.1.0.0/16/udp', 'ipv4 10.1.0.0/16 udp all'],
  ['2001:db8::1', 'ipv6 2001:db8::1 every all'],
  ['2001:db8::/32', 'ipv6 2001:db8::/32 every all'],
  ['[2001:db8::1]:853', 'ipv6 2001:db8::1 tcp 853-853'],
  ['[2001:db8::/32]:53/udp', 'ipv6 2001:db8::/32 udp 53-53'],
  ['[2001:db8::1]/icmp', 'ipv6 2001:db8::1 icmp all'],
])('the entry %s is %s', (text, meaning) => {
  const { target, protocol, ports } = readEgressEntry(text) ?? fail(text);
  const words = [
    target.kind,
    target.value,
    protocol ?? 'every',
    ports === null ? 'all' : `${ports.first}-${ports.last}`,
  ];
  expect(words.join(' ')).toBe(meaning);
});

it.each([
  ...[
    '',
    'localhost',
    'example.org.',
    'Example.org',
    'exa mple.org',
    '*.example.org',
    'example.org:0',
    'example.org:70000',
  ],
  ...[
    'example.org:90-80',
    'example.org:443/icmp',
    'example.org/sctp',
    '10.1.2.3/16',
    '10.1.0.0/33',
    '1.2.3',
    '1.2.3.4.5',
  ],
  ...[
    '[10.1.0.0/16]:53',
    '[example.org]:53',
    'example.org#x',
    'example.org\nserver=/x/',
    'a/b',
    '[2001:db8::1',
    '::1::2',
  ],
  ...['example.org:443,', '10.1.0.1; drop', `${'a.'.repeat(130)}org`],
])('%j is no entry', (text) => {
  expect(readEgressEntry(text)).toBeUndefined();
});

it('a list holds none alone, and nothing twice', () => {
  const accepts = (list: readonly string[]): boolean => egressSchema().safeParse(list).success;
  expect([accepts([]), accepts(['none']), accepts(['example.org', '10.1.0.0/16:5432'])]).toEqual([true, true, true]);
  expect([accepts(['none', 'example.org']), accepts(['a.org', 'a.org']), accepts(['all'])]).toEqual([
    false,
    false,
    false,
  ]);
  expect([hasEgressNames(['10.1.0.0/16']), hasEgressNames(['10.1.0.0/16', 'a.org']), hasEgressNames(['none'])]).toEqual(
    [...[false, true, false]],
  );
});

function fail(text: string): never {
  throw new Error(`cannot read ${text}`);
}
