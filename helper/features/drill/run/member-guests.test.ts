// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { answerError, answerSync, type ServedIncus, serveIncus } from '../../../incus/fixtures/serve-incus.ts';
import { confinedInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createMemberGuests, type MemberGuests, type MemberGuestsHost } from './member-guests.ts';

const name = 'drill-victim-0a0b0c';
/** What is in the instance, by path: a text, or a target after an arrow. */
const files = new Map<string, string>();
const done: string[] = [];
const state = { isThere: true, addresses: [] as { family: string; address: string; scope: string }[], here: 'one' };
let served: ServedIncus;
let guests: MemberGuests;

beforeEach(async () => {
  files.clear();
  done.length = 0;
  Object.assign(state, {
    isThere: true,
    here: 'one',
    addresses: [
      { family: 'inet6', address: 'fd00::7', scope: 'global' },
      { family: 'inet', address: '127.0.0.1', scope: 'local' },
      { family: 'inet', address: '10.77.0.7', scope: 'global' },
    ],
  });
  served = await serveIncus(({ method, path, body }, response) => {
    const { pathname, searchParams } = new URL(path, 'http://incus');
    const file = searchParams.get('path') ?? '';
    if (!state.isThere) answerError(response, 404, 'Instance not found');
    else if (pathname.endsWith('/state')) answerSync(response, { network: { eth0: { addresses: state.addresses } } });
    else if (!pathname.endsWith('/files')) answerSync(response, confinedInstance(name, 's0:c1,c2'));
    else if (method === 'GET') {
      const names = [...files.keys()].flatMap((one) => (one.startsWith(`${file}/`) ? [one.split('/').at(-1)] : []));
      answerSync(response, names);
    } else {
      if (method === 'DELETE') files.delete(file);
      else files.set(file, typeof body === 'string' ? body : '');
      answerSync(response, {});
    }
  });
  const containers: Partial<MemberGuestsHost> = {
    instances: {
      client: createIncusClient(createIncusTransport(served.socketPath)),
      here: () => state.here,
      settled: async () => undefined,
      own: () => confinedInstance(name, 's0:c1,c2'),
    },
    async start(one) {
      done.push(`start ${one}`);
      // Its program does this when all is there.
      files.set('/srv/drill/ready', '');
      return {} as Container;
    },
    async stop(one) {
      done.push(`stop ${one}`);
      return {} as Container;
    },
    cluster: {
      create: () => Promise.reject(new Error('nothing is created')),
      async *move({ name: one, member, stop }) {
        done.push(`move ${one} to ${member}, ${stop ? 'stopping it' : 'as it is'}`);
        yield { step: 'move', fraction: 0.5 };
        return { container: {} as Container, arrival: 'stopped' };
      },
    },
    remove: async (one) => void done.push(`remove ${one}`),
  };
  guests = createMemberGuests(containers as MemberGuestsHost);
});
afterEach(() => served.close());

it('the victim has its program as a service, which systemd starts whenever it runs', async () => {
  await guests.plant(name, 'its program', 'drill-secret-1');
  expect(files.get('/srv/drill/victim.pl')).toBe('its program');
  expect(files.get('/etc/systemd/system/bulkhead-drill.service')).toContain(
    'ExecStart=/usr/bin/perl /srv/drill/victim.pl drill-secret-1\n',
  );
  expect(files.get('/etc/systemd/system/multi-user.target.wants/bulkhead-drill.service')).toBe(
    '../bulkhead-drill.service',
  );
});

it('gives its address once its program has said that it is ready, in this start and not in an earlier one', async () => {
  files.set('/srv/drill/ready', 'of an earlier start');
  expect(await guests.startVictim(name, neverAborts)).toBe('10.77.0.7');
  expect(served.asked.map(({ method }) => method).slice(0, 2)).toEqual(['DELETE', 'GET']);
  expect(done).toEqual([`start ${name}`]);
});

it('is stopped, and moved while it does not run', async () => {
  await guests.move(name, 'two', neverAborts);
  expect(done).toEqual([`stop ${name}`, `move ${name} to two, as it is`]);
});

it('what is gone is removed already; of an Incus that does not answer nothing is claimed', async () => {
  await guests.remove(name);
  expect(done).toEqual([`remove ${name}`]);
  state.isThere = false;
  await guests.remove(name);
  expect(done).toHaveLength(1);
  await served.close();
  await expect(guests.remove(name)).rejects.toMatchObject({ code: 'incus-unavailable' });
});

it.each([
  ['this member', 'one', 'one'],
  ['any, where there is no cluster', 'two', undefined],
])('does not go to %s', (_, member, here) => {
  Object.assign(state, { here });
  expect(() => guests.requireOther(member)).toThrow(/cannot use the member/);
});
