// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { actionNames } from '../../contract/actions.ts';
import { isFailure } from '../../contract/errors.ts';
import type { AuthorisationRequest } from './authority.ts';
import type { Answer, Question } from './check-authorization.ts';
import { createPolkitAuthority } from './polkit-authority.ts';

const yes: Answer = { isAuthorised: true, isChallenge: false, isDismissed: false };
const no: Answer = { isAuthorised: false, isChallenge: false, isDismissed: false };
const challenge: Answer = { isAuthorised: false, isChallenge: true, isDismissed: false };
const dismissed: Answer = { isAuthorised: false, isChallenge: false, isDismissed: true };

const never = new AbortController().signal;

function request(some: Partial<AuthorisationRequest> = {}, uid = 1001): AuthorisationRequest {
  return {
    peer: { uid, gid: uid, pid: 10, pidfd: 20, user: 'operator' },
    action: 'manage-containers',
    container: 'web',
    isInteractive: true,
    ...some,
  };
}

/** Gives the outcome: `yes`, or the code of the failure. */
async function outcome(answered: Promise<void>): Promise<string> {
  return answered.then(
    () => 'yes',
    (error: unknown) => (isFailure(error) ? error.code : `fault: ${String(error)}`),
  );
}

describe('the polkit authority', () => {
  it('asks for the action, the process, its uid and the container', async () => {
    const asked: Question[] = [];
    const { authorise } = createPolkitAuthority({ ask: async (question) => (asked.push(question), yes) });
    expect(await outcome(authorise(request(), never))).toBe('yes');
    expect(asked).toEqual([
      {
        actionId: 'org.bulkhead.manage-containers',
        pidfd: 20,
        uid: 1001,
        details: { container: 'web' },
        mayPrompt: false,
      },
    ]);
  });

  it.each([
    ['a no', async () => no, 'not-authorised'],
    ['a challenge that stays one', async () => challenge, 'not-authorised'],
    [
      'an error',
      async () => {
        throw new Error('Process not found');
      },
      'authorisation-unavailable',
    ],
    [
      'no answer',
      (_: Question, signal: AbortSignal) =>
        new Promise<Answer>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
      'authorisation-unavailable',
    ],
  ])('takes %s for a no', async (_, ask, code) => {
    const { authorise } = createPolkitAuthority({ ask, quickTimeoutMs: 50, promptTimeoutMs: 50 });
    expect(await outcome(authorise(request(), never))).toBe(code);
  });

  it('distinguishes a dismissed prompt from a no', async () => {
    const { authorise } = createPolkitAuthority({ ask: async ({ mayPrompt }) => (mayPrompt ? dismissed : challenge) });
    expect(await outcome(authorise(request(), never))).toBe('authorisation-dismissed');
  });

  it('prompts nobody when nobody is there', async () => {
    const asked: Question[] = [];
    const { authorise } = createPolkitAuthority({ ask: async (question) => (asked.push(question), challenge) });
    expect(await outcome(authorise(request({ isInteractive: false }), never))).toBe('not-authorised');
    expect(asked.map(({ mayPrompt }) => mayPrompt)).toEqual([false]);
  });

  it('shows each user one prompt at a time, and takes an answer that is kept for those that wait', async () => {
    const kept = new Set<string>();
    const open = new Map<number, number>();
    let most = 0;
    let prompts = 0;
    const { authorise } = createPolkitAuthority({
      async ask({ actionId, uid, mayPrompt }) {
        if (kept.has(`${actionId} ${uid}`)) return yes;
        if (!mayPrompt) return challenge;
        prompts += 1;
        open.set(uid, (open.get(uid) ?? 0) + 1);
        most = Math.max(most, open.get(uid) ?? 0);
        await sleep(20);
        open.set(uid, (open.get(uid) ?? 0) - 1);
        kept.add(`${actionId} ${uid}`);
        return yes;
      },
    });
    const users = [1, 2, 3];
    // Three times this many wait at once, which is what a line holds.
    const actions = actionNames.slice(0, 10);
    const all = users.flatMap((uid) =>
      actions.flatMap((action) => [1, 2, 3].map(() => outcome(authorise(request({ action }, uid), never)))),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set(['yes']));
    expect({ most, prompts }).toEqual({ most: 1, prompts: users.length * actions.length });
  });

  it('does not ask again what a person has just put away, but does ask another question', async () => {
    const prompts: (string | undefined)[] = [];
    let quickQuestions = 0;
    let onAllWait: () => void = () => undefined;
    /** Every question has been asked without a prompt, and waits for its turn to prompt. */
    const allWait = new Promise<void>((resolve) => {
      onAllWait = resolve;
    });
    const { authorise } = createPolkitAuthority({
      async ask({ details, mayPrompt }) {
        if (!mayPrompt) {
          quickQuestions += 1;
          if (quickQuestions === 4) setImmediate(onAllWait);
          return challenge;
        }
        prompts.push(details['container']);
        await allWait;
        return details['container'] === 'web' ? dismissed : yes;
      },
    });
    const results = await Promise.all(
      ['web', 'web', 'db', 'web'].map((container) => outcome(authorise(request({ container }), never))),
    );
    expect({ results, prompts }).toEqual({
      results: ['authorisation-dismissed', 'authorisation-dismissed', 'yes', 'authorisation-dismissed'],
      prompts: ['web', 'db'],
    });
    expect(await outcome(authorise(request(), never))).toBe('authorisation-dismissed');
    expect(prompts).toEqual(['web', 'db', 'web']);
  });

  it('lets few wait for a prompt', async () => {
    const abort = new AbortController();
    const { authorise } = createPolkitAuthority({
      ask: ({ mayPrompt }, signal) =>
        mayPrompt
          ? new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
          : Promise.resolve(challenge),
    });
    const results: string[] = [];
    const all = Array.from({ length: 40 }, async () => results.push(await outcome(authorise(request(), abort.signal))));
    // The last ones that come find that too many wait: then all have come.
    await expect.poll(() => results).toHaveLength(8);
    abort.abort();
    await Promise.all(all);
    expect(results.filter((result) => result === 'too-busy')).toHaveLength(8);
    expect(results.filter((result) => result === 'cancelled')).toHaveLength(32);
  });

  it('goes on to the next when one that waits goes away', async () => {
    const leaving = new AbortController();
    const { authorise } = createPolkitAuthority({
      ask: async ({ mayPrompt }) => (mayPrompt ? (await sleep(50), yes) : challenge),
    });
    const first = outcome(authorise(request({ container: 'a' }), never));
    const second = outcome(authorise(request({ container: 'b' }), leaving.signal));
    const third = outcome(authorise(request({ container: 'c' }), never));
    await sleep(10);
    leaving.abort();
    expect(await Promise.all([first, second, third])).toEqual(['yes', 'cancelled', 'yes']);
  });

  it('asks the same of one connection once in a second, but only what changes nothing (review F4)', async () => {
    const asked: string[] = [];
    let time = 0;
    const { authorise } = createPolkitAuthority({
      now: () => time,
      ask: async ({ actionId, details }) => (asked.push(`${actionId} ${details['container'] ?? ''}`), yes),
    });
    const { peer } = request();
    const ask = (some: Partial<AuthorisationRequest>): Promise<void> =>
      authorise(request({ peer, container: undefined, ...some }), never);
    for (time of [0, 999, 1000]) await ask({ action: 'view-host' });
    await ask({ action: 'view-host', container: 'web' });
    await ask({ action: 'view-host', peer: { ...peer } });
    for (const action of ['start-containers', 'start-containers', 'attach-volumes', 'attach-volumes'] as const)
      await ask({ action });
    const view = 'org.bulkhead.view-host ';
    expect(asked).toEqual([
      view,
      view,
      `${view}web`,
      view,
      'org.bulkhead.start-containers ',
      'org.bulkhead.start-containers ',
      'org.bulkhead.attach-volumes ',
      'org.bulkhead.attach-volumes ',
    ]);
  });

  it('remembers no negative answer (review F4)', async () => {
    const answers = [no, yes];
    const { authorise } = createPolkitAuthority({ ask: async () => answers.shift() ?? no });
    const { peer } = request();
    const asked = request({ peer, action: 'view-host' });
    expect([
      await outcome(authorise(asked, never)),
      await outcome(authorise(asked, never)),
      await outcome(authorise(asked, never)),
    ]).toEqual(['not-authorised', 'yes', 'yes']);
  });

  it('answers one user while another has hundreds of questions, in turns (review F4) (B6)', async () => {
    const asked: number[] = [];
    const { authorise } = createPolkitAuthority({ ask: async ({ uid }) => (asked.push(uid), await sleep(1), yes) });
    const many = Array.from({ length: 100 }, () => authorise(request({}, 1), never));
    const one = authorise(request({}, 2), never);
    await one;
    expect(asked.filter((uid) => uid === 1).length).toBeLessThan(5);
    await Promise.all(many);
  });
});
