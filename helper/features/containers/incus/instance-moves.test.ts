// SPDX-License-Identifier: Apache-2.0
/** What the helper of a member answers about an instance that is to come. */

import { expect, it } from 'vitest';
import { confinedInstance } from '../../../incus/fixtures/some-instance.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { noIncus } from '../fixtures/no-incus.ts';
import { createInstanceMoves, type InstanceMovesHost } from './instance-moves.ts';

const question = { id: 'new', to: ['two'], policy: 'abc' };
const coming = (config: Record<string, string> = {}): IncusInstance =>
  confinedInstance('web', 's0:c1,c2', {
    location: 'one',
    config: { 'user.bulkhead.question': JSON.stringify(question), ...config },
    expanded_config: { 'security.idmap.base': '200000', 'security.idmap.size': '65536' },
  });

interface Answering {
  readonly host?: Partial<InstanceMovesHost>;
  readonly away?: readonly string[];
  readonly config?: Record<string, string>;
}

/** Undefined where nothing is answered. */
async function answered({ host = {}, away = [], config = {} }: Answering): Promise<unknown> {
  let answer: unknown;
  const client = {
    change: async ({ body }: { readonly body: { readonly config: Record<string, string> } }) => {
      answer = JSON.parse(body.config['user.bulkhead.answer.two'] ?? '') as unknown;
    },
  } as unknown as IncusClient;
  const moves = createInstanceMoves({
    ...{ intents: {} as IntentJournal, acts: { start: fails, verify: fails, checkLabels: fails } },
    incus: { ...noIncus, client, here: () => 'two', all: () => [coming(config)], unreadMembers: () => away },
    policyVersion: async () => 'abc',
    readSubids: () => 'root:100000:1000000',
    managed: () => coming(),
    runtimeOf: () => undefined,
    othersOf: () => new Map(),
    confines: () => true,
    namesOfLxc: () => [],
    idsOfLxc: () => [],
    ...host,
  });
  moves.look();
  await new Promise((resolve) => setImmediate(resolve));
  return answer;
}

const fails = (): Promise<never> => Promise.reject(new Error('nothing is started here'));

it('lets one come that nothing is in the way of', async () => {
  expect(await answered({})).toEqual({ id: 'new', obstacle: null, context: null });
});

it.each<readonly [string, string, Answering]>([
  ['a host that does not enforce', 'selinux', { host: { confines: () => false } }],
  ['another policy', 'policy', { host: { policyVersion: async () => 'def' } }],
  ['a policy that is not known', 'policy', { host: { policyVersion: async () => undefined } }],
  ['a container of LXC with its name', 'name', { host: { namesOfLxc: () => ['web'] } }],
  [
    'another container with its categories, in another order',
    'categories',
    { host: { othersOf: () => new Map([['db', 'system_u:system_r:bulkhead_t:s0:c2,c1']]) } },
  ],
  ['a member whose categories it has never read', 'unread', { away: ['three'] }],
  ['a container of LXC with some of its ids', 'ids', { host: { idsOfLxc: () => [{ base: 262_144, count: 65_536 }] } }],
  ['no range of root that holds its ids', 'ids', { host: { readSubids: () => 'root:100000:120000' } }],
])('says no for %s', async (_, obstacle, answering) => {
  expect(await answered(answering)).toEqual({ id: 'new', obstacle, context: null });
});

it('of one that is on this member already, the policy of the member that asks does not matter', async () => {
  const ofOwn = { 'user.bulkhead.question': JSON.stringify({ ...question, policy: null }) };
  const host = { policyVersion: async () => undefined };
  expect(await answered({ host, config: ofOwn })).toEqual({ id: 'new', obstacle: null, context: null });
});

it('answers once, and an older answer is none', async () => {
  const given = (id: string): Answering => ({
    config: { 'user.bulkhead.answer.two': JSON.stringify({ id, obstacle: null, context: null }) },
  });
  expect(await answered(given('new'))).toBeUndefined();
  expect(await answered(given('old'))).toBeDefined();
});

it.each(['', 'no JSON', '{"id":"new"}', '{"id":"new","to":["one"],"policy":"abc"}'])(
  'does not answer %j, which is no question to it',
  async (text) => {
    expect(await answered({ config: { 'user.bulkhead.question': text } })).toBeUndefined();
  },
);
