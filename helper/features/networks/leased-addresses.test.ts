// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { parseLeases, verifiedAddresses } from './leased-addresses.ts';

const setOf = (name: string): string => `leases_${vethNameOf(name)}`;

describe('the address of a container', () => {
  it('is read from the sets of the guard, as nft writes them', () => {
    const json = JSON.stringify({
      nftables: [
        { metainfo: { version: '1.1.3' } },
        { set: { family: 'bridge', name: 'leases_a', table: 'bulkhead', elem: [167_773_062] } },
        { set: { family: 'bridge', name: 'leases_b', table: 'bulkhead', elem: [{ elem: { val: 3_232_235_777 } }] } },
        { set: { family: 'bridge', name: 'leases_c', table: 'bulkhead' } },
        { set: { family: 'bridge', name: 'leases_d', table: 'others', elem: [1] } },
      ],
    });
    expect(parseLeases(json)).toEqual(
      new Map([
        ['leases_a', new Set(['10.0.3.134'])],
        ['leases_b', new Set(['192.168.1.1'])],
        ['leases_c', new Set()],
      ]),
    );
  });

  it('is one that it was given and uses, never one that it only claims (net-spoof)', () => {
    const leases = new Map([
      [setOf('web'), new Set(['10.0.3.5'])],
      [setOf('liar'), new Set(['10.0.3.6'])],
    ]);
    const addresses = verifiedAddresses(
      [
        { name: 'web', addresses: ['10.0.3.5', 'fd00::5'] },
        { name: 'liar', addresses: ['10.0.3.5', '10.0.3.6'] },
        { name: 'new', addresses: ['10.0.3.7'] },
      ],
      leases,
    );
    expect([...addresses]).toEqual([
      ['web', '10.0.3.5'],
      ['liar', '10.0.3.6'],
    ]);
  });

  it('is none where two were given the same and both use it', () => {
    const leases = new Map(['web', 'liar'].map((name) => [setOf(name), new Set(['10.0.3.5'])] as const));
    const both = ['web', 'liar'].map((name) => ({ name, addresses: ['10.0.3.5'] }));
    expect(verifiedAddresses(both, leases).size).toBe(0);
    expect(verifiedAddresses(both.slice(0, 1), leases).get('web')).toBe('10.0.3.5');
  });
});
