// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../incus/fixtures/serve-incus.ts';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import { deniedNamespaceCalls, namespaceGuardLines } from '../../../lxc/network/namespace-guard.ts';
import { formatConfiguration } from '../../../lxc/configuration-file.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { choicesKey, formatChoices } from './chosen-domain.ts';
import { guardConfig, guardInstance } from './guard-instance.ts';

const context = 'lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c5,c6\n';
const guard = formatConfiguration(namespaceGuardLines());
const guarded = { 'raw.lxc': `${context}${guard}`, 'security.syscalls.deny': deniedNamespaceCalls };
const nic = { type: 'nic', name: 'eth0', network: 'incusbr0' };
const filtered = { ...nic, 'security.mac_filtering': 'true', 'security.ipv4_filtering': 'true' };

let served: ServedIncus;
let network: object | undefined;

beforeEach(async () => {
  network = { type: 'bridge', managed: true, config: { 'ipv4.address': '10.77.0.1/24' } };
  served = await serveIncus(({ method, path }, response) => {
    if (method !== 'GET') answerAsync(response, endedOperation);
    else if (path === '/1.0/networks/incusbr0' && network !== undefined) answerSync(response, network);
    else answerError(response, 404, 'Network not found');
  });
});
afterEach(() => served.close());

/** What Incus is asked to change. */
async function changesFor(changes: Partial<IncusInstance>): Promise<readonly unknown[]> {
  const client = createIncusClient(createIncusTransport(served.socketPath));
  await guardInstance(client, someInstance('web', changes), neverAborts);
  return served.asked.flatMap(({ method, body }) => (method === 'PATCH' ? [body] : []));
}

describe('an instance that an older helper created', () => {
  it('gets the guard of its namespaces and the calls that it may not make before it is started (N1)', async () => {
    expect(await changesFor({ config: { 'raw.lxc': context } })).toEqual([{ config: guarded, devices: {} }]);
  });

  it('gets one address of a bridge that Incus manages, and its own hardware address (N2)', async () => {
    expect(await changesFor({ config: guarded, expanded_devices: { eth0: nic, root: { type: 'disk' } } })).toEqual([
      { config: {}, devices: { eth0: filtered } },
    ]);
  });

  it('keeps what an administrator denies besides', () => {
    const config = { ...guarded, 'security.syscalls.deny': `add_key errno 1\n${deniedNamespaceCalls}` };
    expect(guardConfig(someInstance('web', { config }))).toEqual({});
    const other = { ...guarded, 'security.syscalls.deny': 'add_key errno 1' };
    expect(guardConfig(someInstance('web', { config: other }))).toEqual({
      'security.syscalls.deny': config['security.syscalls.deny'],
    });
  });

  it('may make network namespaces where containers inside are chosen', () => {
    const choices = formatChoices({ ports: [], allow: ['nested'], connectTypes: [] });
    expect(guardConfig(someInstance('web', { config: { ...guarded, [choicesKey]: choices } }))).toEqual({
      'security.syscalls.deny': '',
    });
  });

  it('whose lines are those of a profile keeps these', () => {
    expect(guardConfig(someInstance('web', { expanded_config: { 'raw.lxc': context } }))).toEqual({
      'security.syscalls.deny': deniedNamespaceCalls,
    });
  });
});

describe('nothing is changed', () => {
  it('where all of it is there', async () => {
    expect(await changesFor({ config: guarded, expanded_devices: { eth0: filtered } })).toEqual([]);
    expect(served.asked).toEqual([]);
  });

  it.each([
    ['a bridge without addresses of IPv4', { type: 'bridge', managed: true, config: { 'ipv4.address': 'none' } }],
    ['a bridge that Incus does not manage', { type: 'bridge', managed: false, config: {} }],
    ['a network of another kind', { type: 'ovn', managed: true, config: { 'ipv4.address': '10.1.0.1/24' } }],
    ['a network that is gone', undefined],
  ])('on %s', async (_, one) => {
    network = one;
    expect(await changesFor({ config: guarded, expanded_devices: { eth0: nic } })).toEqual([]);
  });
});
