// SPDX-License-Identifier: Apache-2.0
/** Roles on the way of a call: through the real listener, the real server and the real authority. */

import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { includesActions, type Role, roles as allRoles } from '../../contract/actions.ts';
import type { Grant } from '../../contract/model/access/access.ts';
import { operationNames, operations } from '../../contract/operations/index.ts';
import { fakeContainer } from '../../testing/models/container.ts';
import { accessCalls } from '../polkit/fixtures/access-calls.ts';
import type { Question } from '../polkit/check-authorization.ts';
import { createPolkitAuthority } from '../polkit/polkit-authority.ts';
import { openRawClient, type RawClient } from '../server/fixtures/raw-client.ts';
import { type Served, type ServedOptions, serveForTest } from '../server/fixtures/served.ts';
import { userName } from '../system/accounts.ts';
import { views } from './views.ts';

/** Root has no role, and may be who runs these tests: here nobody is root. */
const root = -1;
const user = userName(process.getuid?.() ?? 0);
const grant = (role: Role, tag: string | null): Grant => ({ kind: 'user', name: user, role, tag });
const fast = { connectionsPerSecond: 1e6, connectionBurst: 1e6, callsPerSecond: 1e6, callBurst: 1e6 };

/** `web` has the tag shop, `db` has not; polkit says yes to who has a role, as its rule does, else no. */
async function serveRoles(
  grants: readonly Grant[],
  options: ServedOptions = {},
): Promise<Served & { readonly questions: Question[] }> {
  const questions: Question[] = [];
  const { authorise } = createPolkitAuthority({
    ask: async (question) => {
      questions.push(question);
      return { isAuthorised: question.details['role'] !== undefined, isChallenge: false, isDismissed: false };
    },
  });
  const served = await serveForTest({
    limits: fast,
    authorise,
    roles: {
      root,
      inForce: () => grants,
      tags: async () =>
        new Map([
          ['web', ['shop']],
          ['db', ['other']],
        ]),
    },
    ...options,
  });
  return Object.assign(served, { questions });
}

async function open(path: string): Promise<RawClient> {
  const client = await openRawClient(path);
  await client.ask('session.hello', { protocol: 1, interactive: false });
  return client;
}

async function outcomesOf(served: Served): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const { name, params } of accessCalls) {
    served.reached.length = 0;
    const client = await open(served.path);
    const answer = await client.ask(name, params);
    outcomes.push(served.reached[0] === name ? 'runs' : (answer?.error?.data?.code ?? 'answered'));
    client.socket.destroy();
  }
  return outcomes;
}

describe('every operation', () => {
  it.each(allRoles)(
    'runs with the role %s where that includes all that it needs, and no other does (B11)',
    async (role) => {
      await using served = await serveRoles([grant(role, null)]);
      expect(await outcomesOf(served)).toEqual(
        accessCalls.map(({ needed }) => (includesActions(role, needed) ? 'runs' : 'not-authorised')),
      );
      expect(served.questions.every(({ details }) => details['role'] === role)).toBe(true);
    },
  );

  it.each(allRoles)('about another container or the host is denied to the role %s for a tag (B11)', async (role) => {
    await using served = await serveRoles([grant(role, 'other')]);
    // Each call names the container web, which has not the tag.
    const isForAll = ({ name, params }: (typeof accessCalls)[number]): boolean =>
      ['nothing', 'trimmed'].includes(views[name].kind) ||
      (views[name].kind === 'one-or-host' && !JSON.stringify(params).includes('web'));
    expect(await outcomesOf(served)).toEqual(
      accessCalls.map((call) => (isForAll(call) && includesActions(role, call.needed) ? 'runs' : 'not-authorised')),
    );
  });

  it('about a container with the tag runs with the role for it', async () => {
    await using served = await serveRoles([grant('administer', 'shop')]);
    expect(await outcomesOf(served)).toEqual(
      accessCalls.map(({ name }) => (views[name].kind === 'whole' ? 'not-authorised' : 'runs')),
    );
  });

  it('is decided by polkit alone for one without a role, for whom no container is looked at', async () => {
    const tags = (): Promise<never> => Promise.reject(new Error('cannot happen: nobody has a role by a tag'));
    const other: Grant = { kind: 'user', name: 'carol', role: 'see', tag: 'shop' };
    await using served = await serveRoles([other], { roles: { root, inForce: () => [other], tags } });
    expect(new Set(await outcomesOf(served))).toEqual(new Set(['not-authorised']));
    expect(served.questions.map(({ details }) => details['role'])).toEqual(served.questions.map(() => undefined));
  });

  it('is denied where the tags cannot be read (B11)', async () => {
    const roles = { root, inForce: () => [grant('see', 'shop')], tags: () => Promise.reject(new Error('no list')) };
    await using served = await serveRoles([], { roles });
    const client = await open(served.path);
    expect(
      (await client.ask('log.read', { stream: 1, credit: 1, params: { name: 'web', source: 'journal' } }))?.error?.data
        ?.code,
    ).toBe('not-authorised');
    client.socket.destroy();
  });

  it('that only reads and gives many containers is cut or denied', () => {
    const uncut = operationNames.filter((name) => views[name].kind === 'nothing' && operations[name].changes);
    expect(uncut).toEqual([]);
  });
});

describe('what is seen by a role for a tag', () => {
  const containers = [fakeContainer({ name: 'web', tags: ['shop'] }), fakeContainer({ name: 'db', tags: ['other'] })];
  const handlers: ServedOptions['handlers'] = {
    'container.list': async () => ({ containers }),
    async *'container.watch'() {
      yield { type: 'snapshot', containers };
      for (const container of containers) yield { type: 'changed', container };
      yield { type: 'removed', name: 'db' };
      yield { type: 'removed', name: 'web' };
      return {};
    },
  };

  it('is the list of its containers (B11)', async () => {
    await using served = await serveRoles([grant('see', 'shop')], { handlers });
    const client = await open(served.path);
    expect((await client.ask('container.list', {}))?.result).toMatchObject({ containers: [{ name: 'web' }] });
    await client.ask('container.watch', { stream: 1, credit: 9, params: {} });
    const items = JSON.stringify(client.received);
    expect([items.includes('"web"'), items.includes('"db"')]).toEqual([true, false]);
    client.socket.destroy();
  });

  it('is everything with a role for all beside it', async () => {
    await using served = await serveRoles([grant('operate', 'shop'), grant('see', null)], { handlers });
    const client = await open(served.path);
    expect((await client.ask('container.list', {}))?.result).toMatchObject({
      containers: [{ name: 'web' }, { name: 'db' }],
    });
    client.socket.destroy();
  });

  it('ends with the role, for streams too (B11)', async () => {
    const grants = [grant('see', 'shop')];
    await using served = await serveRoles(grants, {
      handlers: {
        async *'container.watch'() {
          yield { type: 'snapshot', containers };
          grants.length = 0;
          yield { type: 'snapshot', containers };
          return {};
        },
      },
    });
    const client = await open(served.path);
    const answer = await client.ask('container.watch', { stream: 1, credit: 9, params: {} });
    expect(answer?.error?.data?.code).toBe('not-authorised');
    expect(JSON.stringify(client.received)).not.toContain('"db"');
    client.socket.destroy();
  });
});
