// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readEgress } from '../../../../contract/rules/egress.ts';
import { parseDenied } from './denied-connections.ts';
import { namesIn } from './egress-kernel.ts';
import { resolverLines, setOfName } from './egress-names.ts';
import { type BoundContainer, egressObjects, egressRules, nothingPresent } from './egress-rules.ts';

function bound(...list: readonly string[]): readonly BoundContainer[] {
  return Array.from({ length: 200 }, (_, at) => ({
    container: `c${at}`,
    hardwareAddress: `10:66:6a:01:00:${at.toString(16).padStart(2, '0')}`,
    entries: readEgress(list),
    resolver: '10.0.5.1',
  }));
}

const nothing = { inet: nothingPresent, bridge: nothingPresent, isOwn: false };

it('a change of the list of 200 containers writes what differs', () => {
  const before = bound('example.org:443', '198.51.100.7');
  const after = bound('example.org:443', 'example.com:443', '198.51.100.8');
  const whole = egressRules(before, nothing).split('\n').length;
  const lines = egressRules(after, { ...egressObjects(before), isOwn: true }).split('\n');
  expect(whole).toBeGreaterThan(5000);
  expect(lines.length).toBeLessThan(100);
  expect(lines.filter((line) => /^(?:flush|delete) set/.test(line))).toEqual([]);
});

it('a container that is no longer held to a list leaves nothing', () => {
  const before = bound('example.org:443');
  const [kept] = before;
  if (kept === undefined) throw new Error('there is none');
  const text = egressRules([kept], { ...egressObjects(before), isOwn: true });
  for (const word of ['chain inet', 'set inet', 'counter inet', 'chain bridge', 'set bridge', 'counter bridge'])
    expect(text).toContain(`delete ${word} bulkhead_egress`);
  expect(text).not.toContain(`delete set inet bulkhead_egress ${setOfName('a', '4', 'example.org')}`);
});

it('private addresses are denied before a name can open them, and after an address may', () => {
  const [one] = bound('example.org:443', '10.1.0.0/16:5432');
  if (one === undefined) throw new Error('there is none');
  const rules = egressRules([one], nothing)
    .split('\n')
    .filter((line) => line.startsWith('add rule inet bulkhead_egress f_'));
  const at = (word: string): number => rules.findIndex((rule) => rule.includes(word));
  expect(at('ip daddr 10.1.0.0/16 tcp dport 5432 accept')).toBeGreaterThan(-1);
  expect(at('@special4 goto denied')).toBeGreaterThan(at('10.1.0.0/16'));
  expect(at(`@${setOfName('a', '4', 'example.org')}`)).toBeGreaterThan(at('@special6 goto denied'));
  expect(rules.at(-1)).toContain('goto denied');
});

it('a resolver fills the sets of a name for the names below it, since it takes the longest alone', () => {
  const lines = resolverLines(['example.org', 'www.example.org', 'example.org', 'anexample.org']);
  expect(lines.filter((line) => line.startsWith('nftset='))).toHaveLength(3);
  const www = lines.find((line) => line.startsWith('nftset=/www.example.org/')) ?? '';
  for (const name of ['example.org', 'www.example.org'])
    for (const kind of ['a', 'b'] as const) {
      expect(www).toContain(`4#inet#bulkhead_egress#${setOfName(kind, '4', name)}`);
      expect(www).toContain(`6#inet#bulkhead_egress#${setOfName(kind, '6', name)}`);
    }
  expect(lines.find((line) => line.startsWith('nftset=/anexample.org/'))?.split(',')).toHaveLength(4);
});

it('names of objects are those of our table alone', () => {
  const listed =
    'table inet other {\n\tchain a {\n\t}\n}\ntable inet bulkhead_egress {\n\tchain f_1 {\n\t}\n\tset d4 {\n\t}\n}\n';
  expect([namesIn(listed, 'chain'), namesIn(listed, 'set'), namesIn('', 'set')]).toEqual([['f_1'], ['d4'], []]);
});

it('what was denied is read of what nft prints', () => {
  const elem = { val: { concat: ['198.51.100.8', 'tcp', 443] }, expires: 86_390, counter: { packets: 3, bytes: 180 } };
  const other = { elem: { ...elem, val: { concat: ['198.51.100.9', 'udp', 53] }, expires: 86_399 } };
  const answers = [{ set: { elem: [{ elem }, other] } }, { counter: { packets: 5 } }, { counter: { packets: 2 } }];
  const texts = answers.map((one) => JSON.stringify({ nftables: [{ metainfo: {} }, one] }));
  expect(parseDenied(texts)).toEqual({
    packets: 7,
    connections: [
      { address: '198.51.100.9', protocol: 'udp', port: 53, packets: 3, secondsAgo: 1 },
      { address: '198.51.100.8', protocol: 'tcp', port: 443, packets: 3, secondsAgo: 10 },
    ],
  });
});
