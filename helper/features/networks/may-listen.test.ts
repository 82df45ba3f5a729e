// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { mayListen, type MayListenOptions } from './may-listen.ts';

const never = new AbortController().signal;
const web = { context: 'system_u:system_r:bulkhead_c_web_t:s0:c5,c6' };
const http = { protocol: 'tcp', port: 80 } as const;

function asking(
  allowed: boolean | undefined,
  isPermissive = false,
  types: readonly (string | undefined)[] = ['http_port_t'],
) {
  const asked: unknown[] = [];
  const options: MayListenOptions = {
    policy: { ask: (async () => types) as unknown as MayListenOptions['policy']['ask'] },
    decide: (access) => {
      asked.push([access.source.type, access.target.type, access.class, ...access.permissions]);
      if (allowed === undefined) return undefined;
      return { allowed: new Set(allowed ? ['name_bind'] : []), unlogged: new Set(), isPermissive };
    },
  };
  return { asked, verdict: () => mayListen(options, { ...web, ...http }, never) };
}

it('asks the kernel by the type that the policy gives the port', async () => {
  const { asked, verdict } = asking(true);
  expect(await verdict()).toEqual({ state: 'allowed', type: 'http_port_t' });
  expect(asked).toEqual([['bulkhead_c_web_t', 'http_port_t', 'tcp_socket', 'name_bind']]);
  expect(await asking(false).verdict()).toEqual({ state: 'denied', type: 'http_port_t' });
  expect(await asking(false, true).verdict()).toEqual({ state: 'permissive', type: 'http_port_t' });
});

it('says that it does not know where the kernel, the policy or the context does not', async () => {
  expect(await asking(undefined).verdict()).toEqual({ state: 'unknown', type: 'http_port_t' });
  expect(await asking(true, false, [undefined]).verdict()).toEqual({ state: 'unknown', type: null });
  const policy = {
    ask: () => Promise.reject(new Failure('policy-unavailable', { reason: 'no policy' })),
  } as unknown as MayListenOptions['policy'];
  const options = { policy, decide: () => undefined };
  expect(await mayListen(options, { ...web, ...http }, never)).toEqual({ state: 'unknown', type: null });
});
