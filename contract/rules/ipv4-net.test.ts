// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addressProblem, freeAddress, readIpv4Net } from './ipv4-net.ts';

const nobody = new Map<string, string>();

describe('an IPv4 net', () => {
  it.each(['10.0.3.1', '10.0.3.1/31', '10.0.3.1/7', '10.0.3.256/24', 'fd00::1/64', ''])('is not %j', (cidr) => {
    expect(readIpv4Net(cidr)).toBeUndefined();
  });

  it.each([
    ['10.0.3.2', undefined],
    ['10.0.3.254', undefined],
    ['10.0.3.0', '10.0.3.0 is not an address of the net 10.0.3.1/24; choose one in it'],
    ['10.0.3.255', '10.0.3.255 is not an address of the net 10.0.3.1/24; choose one in it'],
    ['10.0.4.2', '10.0.4.2 is not an address of the net 10.0.3.1/24; choose one in it'],
    ['10.0.3.1', "10.0.3.1 is the host's own address; choose another"],
    ['10.0.3.9', '10.0.3.9 belongs to db; choose another'],
  ])('lets a container have %s, or says why not', (address, problem) => {
    expect(addressProblem(address, '10.0.3.1/24', new Map([['10.0.3.9', 'db']]))).toBe(problem);
  });

  it('has the lowest address that nobody has, until none is left', () => {
    expect(freeAddress('10.0.3.1/24', new Set(['10.0.3.2', '10.0.3.4']))).toBe('10.0.3.3');
    expect(freeAddress('192.168.255.254/30', new Set())).toBe('192.168.255.253');
    expect(freeAddress('192.168.255.254/30', new Set(['192.168.255.253']))).toBeNull();
    expect(addressProblem('200.1.2.3', '200.1.0.1/16', nobody)).toBeUndefined();
  });
});
