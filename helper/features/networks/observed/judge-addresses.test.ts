// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addressProblemSchema } from '../../../../contract/model/containers/address-problem.ts';
import type { AddressFacts } from '../../containers/ports/networks.ts';
import type { ServerState } from '../dhcp/server-state.ts';
import { type AddressJudgeOptions, createAddressJudge } from './judge-addresses.ts';

const hardwareAddress = '10:66:6a:00:00:01';
const now = 1_800_000_000;

interface Server {
  readonly isRunning: boolean;
  readonly leases: readonly { readonly hardwareAddress: string; readonly address: string }[] | undefined;
  /** Leases that have ended, and that the file still has. */
  readonly ended: readonly string[];
  readonly isAllGiven: boolean;
}

const server: Server = { isRunning: true, leases: [], ended: [], isAllGiven: false };
const lease = { hardwareAddress, address: '10.0.3.7' };
const without: AddressFacts = {
  state: 'running',
  isManaged: true,
  network: { kind: 'nat' },
  addresses: [],
  startedAt: now - 60,
  hardwareAddress,
  programAddress: undefined,
};

function stateOf({ isRunning, leases, ended, isAllGiven }: Server): ServerState {
  return {
    isRunning: () => isRunning,
    leases: () => leases,
    givenTo: () => leases && [...leases.map(({ address }) => address), ...ended],
    isAllGiven: () => isAllGiven,
  };
}

function judge(
  facts: Partial<AddressFacts>,
  changes: Partial<Server> = {},
  options: Partial<AddressJudgeOptions> = {},
) {
  return createAddressJudge({
    bridges: () => ['lxcbr0', 'mine'],
    serverOf: () => stateOf({ ...server, ...changes }),
    hostAddress: () => '10.0.3.1/24',
    isTableFull: () => false,
    hasGuard: () => true,
    now: () => now,
    ...options,
  })({ ...without, ...facts });
}

const used = { addresses: ['10.0.3.7'] };
const other = { ...lease, hardwareAddress: '10:66:6a:00:00:02' };

describe('a running container without an address', () => {
  it.each([
    ['has no network', judge({ network: { kind: 'none' } }), 'no-network'],
    ['started a moment ago', judge({ startedAt: now - 29 }), 'just-started'],
    ['has a bridge whose DHCP server does not run', judge({}, { isRunning: false }), 'server-down'],
    ['has a DHCP server that has given all', judge({}, { leases: [other], isAllGiven: true }), 'none-left'],
    ['meets a full neighbour table', judge({}, { leases: [lease] }, { isTableFull: () => true }), 'table-full'],
    ['was given one', judge({}, { leases: [other, lease], isAllGiven: true }), 'not-taken'],
    ['was given none', judge({}, { leases: [other] }), 'no-lease'],
    ['was given none on a network of ours', judge({ network: { kind: 'bridge', bridge: 'mine' } }), 'no-lease'],
    ['has nothing but addresses of nets of its own', judge({ addresses: ['172.17.0.1', 'fd00::2'] }), 'no-lease'],
    ['is on a bridge of an administrator', judge({ network: { kind: 'bridge', bridge: 'br0' } }), 'unknown'],
    ['is on the network of an interface', judge({ network: { kind: 'macvlan', parent: 'eth0' } }), 'unknown'],
    ['has a network that nobody knows', judge({ network: null }), 'unknown'],
    ['has no known hardware address', judge({ hardwareAddress: undefined }), 'unknown'],
    ['has a DHCP server without a file of leases', judge({}, { leases: undefined }), 'unknown'],
  ])('%s (N3)', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it('is not asked why when it does not run', () => {
    expect(judge({ state: 'stopped', startedAt: null }, { isRunning: false })).toBeUndefined();
    expect(judge({ state: 'starting' }, { isRunning: false })).toBeUndefined();
  });
});

describe('a running container with an address', () => {
  it('has no problem when the DHCP server gave it, also when the lease has ended since', () => {
    expect(judge(used, { leases: [lease] })).toBeUndefined();
    expect(judge(used, { ended: ['10.0.3.7'] })).toBeUndefined();
  });

  it('is denied one that the DHCP server did not give it (N3)', () => {
    expect(judge({ addresses: ['10.0.3.66'] }, { leases: [lease] })).toBe('not-given');
  });

  it.each([
    ['that its configuration gives it', judge({ ...used, programAddress: '10.0.3.7' })],
    ['of another tool, whose port is not guarded', judge({ ...used, isManaged: false })],
    ['where no port is guarded', judge(used, {}, { hasGuard: () => false })],
    ['where nobody knows what was given', judge(used, { leases: undefined })],
    ['and no known hardware address', judge({ ...used, hardwareAddress: undefined })],
    ['seconds after its start', judge({ ...used, startedAt: now - 5 })],
    ['of IPv6, on a bridge of an administrator', judge({ network: null, addresses: ['fd00::2'] })],
    ['without a network that Bulkhead chose', judge({ ...used, network: { kind: 'none' } })],
  ])('%s is left alone', (_, found) => {
    expect(found).toBeUndefined();
  });

  it('costs nothing of the host but what it was given, once for all', () => {
    const asked: string[] = [];
    const ask =
      <T>(what: string, value: T) =>
      (): T => {
        asked.push(what);
        return value;
      };
    const judgeAll = createAddressJudge({
      bridges: ask('bridges', ['lxcbr0']),
      serverOf: ask('server', { ...stateOf(server), givenTo: ask('given', ['10.0.3.7']) }),
      hostAddress: ask('net', '10.0.3.1/24'),
      isTableFull: ask('table', false),
      hasGuard: ask('guard', true),
      now: () => now,
    });
    for (let count = 0; count < 3; count += 1) expect(judgeAll({ ...without, ...used })).toBeUndefined();
    expect(asked).toEqual(['bridges', 'net', 'server', 'given', 'given', 'given']);
  });
});

it('each reason is one of the contract', () => {
  expect(addressProblemSchema().options).toHaveLength(9);
});
