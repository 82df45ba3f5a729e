// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { textOf } from '../../contract/text.ts';
import type { ClientFacts } from '../../hosts/doctor/client-facts.ts';
import { HostForbiddenError } from '../../hosts/host-errors.ts';
import { checkHost } from './check-host.ts';

const up = { load: 'loaded', active: 'active', file: 'enabled' };
const facts: ClientFacts = {
  uid: 1000,
  user: 'ada',
  hasSocket: true,
  group: { exists: true, isMember: false, isInSession: false },
  units: {
    'bulkhead-helper.socket': up,
    'bulkhead-listener.service': up,
    'bulkhead-helper.service': up,
    'polkit.service': up,
  },
  selinux: 'enforcing',
  domain: 'user_t',
  distribution: 'debian',
  policyFailure: undefined,
};
const read = async (): Promise<ClientFacts> => facts;
const local = { id: 'local', label: 'local', host: { kind: 'local' } } as const;

test('says what a try of its own met', async () => {
  const dial = () => Promise.reject(new HostForbiddenError('local', '/run/bulkhead/helper.sock'));
  const checks = await checkHost(local, 'whatever', { dial, read });
  expect(checks.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'connection fail',
    'socket ok',
    'listener ok',
    'service ok',
    'polkit ok',
    'group fail',
    'selinux ok',
  ]);
  expect(textOf(checks[0]?.message ?? '')).toContain('you may not open');
});

test('hangs up when it gets there, and then has the reason of the page', async () => {
  const stream = new PassThrough();
  const checks = await checkHost(local, 'cannot reach it: the helper hung up', { dial: async () => stream, read });
  expect([stream.destroyed, textOf(checks[0]?.message ?? '')]).toEqual([true, 'Cannot reach it: the helper hung up.']);
});

test('has nothing to say of a host that is not in the list', async () => {
  expect(await checkHost(undefined, '', { dial: () => Promise.reject(new Error('x')), read })).toEqual([]);
});
