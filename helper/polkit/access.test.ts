// SPDX-License-Identifier: Apache-2.0
/**
 * Every operation, under every answer that polkit can have for its caller: through the real server and the real
 * authority, from the policy file that is installed.
 */

import 'vscode-jsonrpc/node';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionNames, actions, polkitId } from '../../contract/actions.ts';
import type { Operation } from '../../contract/operation.ts';
import { operationNames, operations } from '../../contract/operations/index.ts';
import type { Authority } from './authority.ts';
import { openRawClient } from '../server/fixtures/raw-client.ts';
import { type Served, serveForTest } from '../server/fixtures/served.ts';
import { type AccessRuleName, accessRules, type Session, sessionWords } from './access-rules.ts';
import type { Answer, Question } from './check-authorization.ts';
import { type AccessCall, accessCalls } from './fixtures/access-calls.ts';
import { createPolkitStandIn, type Person, type PolkitState, readPolicyDefaults } from './fixtures/polkit-stand-in.ts';
import { createPolkitAuthority } from './polkit-authority.ts';

const file = (path: string): string => readFileSync(join(import.meta.dirname, '../../policy', path), 'utf8');
const policy = file('polkit/org.bulkhead.policy');
const sessions = Object.keys(sessionWords) as readonly Session[];
const persons: readonly Person[] = ['gives-password', 'dismisses', 'absent'];

let served: Served;
let authority: Authority;

beforeAll(async () => {
  served = await serveForTest({
    authorise: (request, signal) => authority.authorise(request, signal),
    // Each call has a connection of its own, all of one user.
    limits: { connectionsPerSecond: 1e6, connectionBurst: 1e6, callsPerSecond: 1e6, callBurst: 1e6 },
  });
});
afterAll(() => served[Symbol.asyncDispose]());

type Ask = (question: Question, signal: AbortSignal) => Promise<Answer>;

/** What comes of each call on a connection and with a polkit of its own: `runs`, or the failure's code. */
async function outcomesOf(createAsk: () => Ask, { isInteractive = true } = {}): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const { name, params } of accessCalls) {
    authority = createPolkitAuthority({ ask: createAsk(), quickTimeoutMs: 5, promptTimeoutMs: 1000 });
    served.reached.length = 0;
    const client = await openRawClient(served.path);
    await client.ask('session.hello', { protocol: 1, interactive: isInteractive });
    const answer = await client.ask(name, params);
    outcomes.push(served.reached[0] === name ? 'runs' : (answer?.error?.data?.code ?? 'answered without its handler'));
    client.socket.destroy();
  }
  return outcomes;
}

function expected(rule: (call: AccessCall) => AccessRuleName): readonly string[] {
  return accessCalls.map((call) => accessRules[rule(call)].outcome);
}

function standIn(state: Omit<PolkitState, 'policy'>): () => Ask {
  return () => createPolkitStandIn({ policy, ...state }).ask;
}

const promptsNobody = ({ name }: AccessCall): boolean => (operations[name] as Operation).promptsNobody === true;
const ruleOfPerson: Readonly<Record<Person, AccessRuleName>> = {
  'gives-password': 'password-given',
  dismisses: 'prompt-dismissed',
  absent: 'nobody-to-ask',
};

it('tries each operation, and each way in which it needs further actions', () => {
  expect(accessCalls.length).toBeGreaterThan(operationNames.length);
  expect(accessCalls.filter(({ needed }) => needed.length === 0)).toEqual([]);
  const untried = operationNames.filter((name) => {
    const { action, alsoNeeds = [] }: Operation = operations[name];
    const tried = accessCalls.filter((call) => call.name === name).flatMap(({ needed }) => needed);
    return ![action, ...alsoNeeds.map((one) => one.action)].every((one) => tried.includes(one));
  });
  expect(untried).toEqual([]);
});

describe('the defaults', () => {
  const defaults = readPolicyDefaults(policy);

  it("let nobody do anything without an administrator's password, and deny nothing for good (B1)", () => {
    const answers = [...defaults.values()].flatMap((one) => Object.values(one) as readonly string[]);
    expect(answers).toHaveLength(3 * actionNames.length);
    expect(new Set(answers)).toEqual(new Set(['auth_admin', 'auth_admin_keep']));
  });

  it('keep a password only for what changes nothing or is undone without loss, not in inactive sessions (B5)', () => {
    const kept = [...defaults].flatMap(([id, one]) =>
      sessions.filter((session) => one[session] === 'auth_admin_keep').map((session) => `${id} ${session}`),
    );
    expect(kept).toEqual(
      [
        'view-host',
        'view-denials',
        'view-logs',
        'view-activity',
        'manage-alerts',
        'create-containers',
        'start-containers',
        'tag-containers',
        'import-images',
        'take-snapshots',
        'take-backups',
        'view-files',
        'view-policy',
        'manage-presets',
        'view-access',
      ].flatMap((action) => ['active', 'any'].map((session) => `org.bulkhead.${action} ${session}`)),
    );
    const changing = accessCalls
      .filter(({ name }) => operations[name].changes)
      .flatMap(({ needed }) => needed[0] ?? []);
    expect([...new Set(changing)].filter((action) => kept.includes(`${polkitId(action)} active`)).sort()).toEqual([
      'create-containers',
      'import-images',
      'manage-alerts',
      'manage-presets',
      'start-containers',
      'tag-containers',
      'take-backups',
      'take-snapshots',
    ]);
  });
});

describe.each(sessions)('a member of the group, session %s', (session) => {
  it.each(persons)('gets by the defaults what the rules say, when the person asked %s (B1, B2)', async (person) => {
    const rule = (call: AccessCall): AccessRuleName => (promptsNobody(call) ? 'may-not-ask' : ruleOfPerson[person]);
    expect(await outcomesOf(standIn({ subject: session, person }))).toEqual(expected(rule));
  });

  it('is asked for nothing, and gets nothing, when the client says that nobody is there', async () => {
    const prompts: (readonly string[])[] = [];
    const outcomes = await outcomesOf(
      () => {
        const polkit = createPolkitStandIn({ policy, subject: session, person: 'gives-password' });
        prompts.push(polkit.prompts);
        return polkit.ask;
      },
      { isInteractive: false },
    );
    expect({ outcomes, prompts: prompts.flat() }).toEqual({ outcomes: expected(() => 'may-not-ask'), prompts: [] });
  });

  it('gives a password once for each action that keeps it, and once for each call of the others (B5)', async () => {
    const twice = await Promise.all(
      actionNames.map(async (action) => {
        const polkit = createPolkitStandIn({ policy, subject: session, person: 'gives-password' });
        const { authorise } = createPolkitAuthority({ ask: polkit.ask });
        const peer = { uid: 1001, gid: 1001, pid: 10, pidfd: 20, user: 'operator' };
        for (const container of ['web', 'db'])
          await authorise({ peer, action, container, isInteractive: true }, new AbortController().signal);
        return [action, polkit.prompts.length];
      }),
    );
    expect(twice).toEqual(
      actionNames.map((action) => [action, actions[action].defaults[session] === 'auth_admin_keep' ? 1 : 2]),
    );
  });
});

describe('a rule of the administrator', () => {
  it.each(['yes', 'no'] as const)('that says %s decides every call, and nobody is asked (B2)', async (answer) => {
    const outcomes = await outcomesOf(standIn({ subject: 'any', person: 'absent', rule: () => answer }));
    expect(outcomes).toEqual(expected(() => answer));
  });

  it.each(actionNames)(
    'that denies %s alone denies every call that needs it, and no other (B1, B2)',
    async (action) => {
      const rule = (id: string): 'yes' | 'no' => (id === polkitId(action) ? 'no' : 'yes');
      const outcomes = await outcomesOf(standIn({ subject: 'any', person: 'absent', rule }));
      expect(outcomes).toEqual(expected(({ needed }) => (needed.includes(action) ? 'no' : 'yes')));
    },
  );
});

describe('root', () => {
  it('is authorised by polkit, and asked for nothing', async () => {
    expect(await outcomesOf(standIn({ subject: 'root', person: 'absent' }))).toEqual(expected(() => 'yes'));
  });

  it('gets nothing for an action that polkit does not know', async () => {
    const createAsk = (): Ask => createPolkitStandIn({ policy: '', subject: 'root', person: 'absent' }).ask;
    expect(await outcomesOf(createAsk)).toEqual(expected(() => 'unregistered'));
  });
});

describe('polkit without an answer lets nobody through, root neither (B6)', () => {
  it('when it does not run', async () => {
    const stopped: Ask = () => Promise.reject(new Error('The name org.freedesktop.PolicyKit1 was not provided'));
    expect(await outcomesOf(() => stopped)).toEqual(expected(() => 'stopped'));
  });

  it('when it hangs', async () => {
    const hanging: Ask = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    expect(await outcomesOf(() => hanging)).toEqual(expected(() => 'hanging'));
  });
});

describe('another user', () => {
  it('reaches no operation: the socket is for root and the group (A7)', () => {
    const unit = file('systemd/bulkhead-helper.socket');
    const settings = ['SocketMode=0660', 'SocketUser=root', 'SocketGroup=bulkhead', 'DirectoryMode=0755'];
    expect(settings.filter((line) => !unit.split('\n').includes(line))).toEqual([]);
  });
});
