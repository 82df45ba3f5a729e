// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { someContainer } from '../../testing/some-containers.ts';
import { layOutNetworks, maxPictured } from './picture-layout.ts';

const bridges = [
  { name: 'lxcbr0', isNat: true, isOwn: false, addresses: ['10.0.3.1/24'], freeAddress: '10.0.3.2' },
  { name: 'br0', isNat: false, isOwn: false, addresses: [], freeAddress: null },
];
const one = (name: string, changes = {}) => someContainer('wiki', { name, ...changes });

describe('the picture of the networks', () => {
  it('has each container at its bridge, bridges without any, and those without a network apart', () => {
    const containers = [
      one('a'),
      one('b', { network: { kind: 'none' } }),
      one('c', { network: { kind: 'bridge', bridge: 'br0' } }),
      one('d', { network: { kind: 'macvlan', parent: 'eno1' } }),
    ];
    expect(
      layOutNetworks({ bridges }, containers).groups.map((group) => [
        group.title,
        ...group.containers.map(({ container }) => container.name),
      ]),
    ).toEqual([
      ['lxcbr0', 'a'],
      ['br0', 'c'],
      ['eno1', 'd'],
      ['no network', 'b'],
    ]);
    expect(layOutNetworks({ bridges }, []).groups.map(({ title }) => title)).toEqual(['lxcbr0', 'br0']);
  });

  it('draws no link to a container on a bridge that the host no longer has', () => {
    const containers = [
      one('a', { links: ['b', 'c'] }),
      one('b', { links: ['a'] }),
      one('c', { links: ['a'], network: { kind: 'bridge', bridge: 'gone' } }),
    ];
    const { links } = layOutNetworks({ bridges }, containers);
    expect(links.map(({ from, to }) => [from.container.name, to.container.name])).toEqual([['a', 'b']]);
  });

  it('has no two containers in one row', () => {
    const containers = Array.from({ length: 9 }, (_, index) => one(`c${index}`));
    const rows = layOutNetworks({ bridges }, containers).groups.flatMap((group) => group.containers.map(({ y }) => y));
    expect(new Set(rows).size).toBe(9);
  });

  it('leaves out those that have nothing to show where there are many, and keeps their links', () => {
    const many = Array.from({ length: maxPictured + 5 }, (_, index) => one(`c${index}`));
    const linked = [one('y', { links: ['z'] }), one('z', { links: ['y'] })];
    const { groups, links, hidden } = layOutNetworks({ bridges }, [...many, ...linked]);
    const rows = groups.flatMap(({ containers }) => containers).length;
    expect(hidden).toBe(maxPictured + 7 - rows);
    expect(links.map(({ from, to }) => [from.container.name, to.container.name])).toEqual([['y', 'z']]);
  });

  it('is about as high with 1,000 containers as with thirty, and says of each network how many more are on it', () => {
    const at = (index: number) => (index % 4 === 0 ? { network: { kind: 'macvlan', parent: `eno${index % 3}` } } : {});
    const many = Array.from({ length: 1000 }, (_, index) => one(`c${index}`, at(index)));
    const { height, groups, hidden } = layOutNetworks({ bridges }, many);
    expect(height).toBeLessThan(layOutNetworks({ bridges }, many.slice(0, maxPictured)).height);
    expect(groups.reduce((sum, { more }) => sum + (more?.count ?? 0), 0)).toBe(hidden);
    expect(groups.map(({ title, more }) => [title, more !== undefined])).toEqual([
      ['lxcbr0', true],
      ['br0', false],
      ['eno0', true],
      ['eno1', true],
      ['eno2', true],
    ]);
    const rows = groups.flatMap(({ containers, more }) => [...containers, ...(more ? [more] : [])].map(({ y }) => y));
    expect(new Set(rows).size).toBe(rows.length);
  });
});
