// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import type { Client } from '../../rpc/client.ts';
import { fakeHostInfo } from '../../testing/models/host.ts';
import { followRecovery } from './follow-recovery.ts';

const signal = new AbortController().signal;
const recovering: HostInfo = { ...fakeHostInfo, recovery: { state: 'running', containers: ['web'] } };

/** Follows a host that gives these answers in turn. */
async function follow(info: HostInfo, ...answers: readonly (HostInfo | Error)[]) {
  const asked: unknown[] = [];
  const got: HostInfo[] = [];
  const left = [...answers];
  const request = async (name: string, params: unknown): Promise<HostInfo> => {
    asked.push([name, params]);
    const answer = left.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  const client = { request } as unknown as Pick<Client, 'request'>;
  await followRecovery({ client, info, onInfo: (one) => void got.push(one) }, signal);
  return { asked, got };
}

it('asks a host that still recovers again until it has, also when that takes longer than a call waits', async () => {
  const longer = new Failure('not-recovered', { reason: 'the helper still recovers' });
  const { asked, got } = await follow(recovering, longer, fakeHostInfo);
  expect(asked).toEqual(Array(2).fill(['host.info', { afterRecovery: true }]));
  expect(got).toEqual([fakeHostInfo]);
});

it('asks nothing of a host that has recovered, or of an older helper, and ends with the connection', async () => {
  const { recovery: _, ...older } = fakeHostInfo;
  expect((await follow(fakeHostInfo)).asked).toEqual([]);
  expect((await follow(older)).asked).toEqual([]);
  expect((await follow(recovering, new Error('closed'))).got).toEqual([]);
});
