// SPDX-License-Identifier: Apache-2.0
/** Roles with the real polkit: a user of the group to whom no other rule gives anything. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionNames, actions } from '../../contract/actions.ts';
import type { AccessPerson } from '../../contract/model/access/access.ts';
import type { Guest } from '../../lab/guest.ts';
import { useTestLab } from '../../lab/test-lab.ts';

const slow = { timeout: 600_000 };
const [seen, unseen] = ['roles-seen', 'roles-unseen'];
let lab: Guest;

beforeAll(async () => {
  lab = await useTestLab();
  for (const name of [seen, unseen])
    await lab.mustRun(['bulkheadctl', 'create', name, '--image', 'debian-13', '--start']);
  await lab.mustRun(['bulkheadctl', 'tag', seen, '+shop']);
}, slow.timeout);
afterAll(async () => {
  await lab.run('bulkheadctl access take outsider; bulkheadctl access take outsider --tag shop');
  for (const name of [seen, unseen]) await lab.run(['bulkheadctl', 'rm', '--force', '--yes', name]);
});

const ctl = (...words: string[]) => lab.mustRun(['bulkheadctl', ...words]);

/**
 * Runs bulkheadctl as a user outside of any local session, as one of ssh is. Gives the exit code and what was printed.
 */
async function asOutsider(...words: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const { code, stdout } = await lab.run([
    ...['runuser', '-u', 'outsider', '-g', 'bulkhead', '--', 'bulkheadctl', ...words],
  ]);
  return { code, text: stdout };
}

async function personOf(user: string): Promise<AccessPerson> {
  return JSON.parse(await ctl('access', '--user', user, '--json')) as AccessPerson;
}

describe('who may do what', () => {
  it('is what polkit answers about root and about somebody whom a rule allows everything', slow, async () => {
    for (const user of ['root', 'operator']) {
      const { cells } = await personOf(user);
      expect(cells.map(({ answer, source }) => [answer, source])).toEqual(actionNames.map(() => ['allowed', 'polkit']));
    }
  });
});

describe('the role see', () => {
  it('lets see without a password, and nothing else (B11)', slow, async () => {
    expect((await asOutsider('ls')).code).toBe(3);
    await ctl('access', 'give', 'outsider', 'see');
    expect((await asOutsider('ls')).text).toContain(unseen);
    expect((await asOutsider('stop', seen)).code).toBe(3);
    expect(await ctl('ls', '--json')).toContain('running');
    const { cells } = await personOf('outsider');
    expect(cells.map(({ answer }) => answer)).toEqual(
      actionNames.map((action) => (actions[action].role === 'see' ? 'allowed' : 'denied')),
    );
  });

  it('for a tag shows its containers alone, and ends with the tag and with the role (B11)', slow, async () => {
    await ctl('access', 'take', 'outsider');
    await ctl('access', 'give', 'outsider', 'see', '--tag', 'shop');
    const { text } = await asOutsider('ls');
    expect([text.includes(seen), text.includes(unseen)]).toEqual([true, false]);
    expect((await asOutsider('logs', seen)).code).toBe(0);
    expect((await asOutsider('logs', unseen)).code).toBe(3);
    expect((await asOutsider('stop', seen)).code).toBe(3);
    expect((await asOutsider('audit')).code).toBe(3);
    await ctl('tag', seen, '-shop');
    await expect.poll(async () => (await asOutsider('ls')).text, { timeout: 10_000 }).not.toContain(seen);
    await ctl('access', 'take', 'outsider', '--tag', 'shop');
    expect((await asOutsider('ls')).code).toBe(3);
  });
});

it('are in force after a restart of the helper, and undone by the activity log', slow, async () => {
  await ctl('access', 'give', 'outsider', 'see');
  await lab.mustRun(['systemctl', 'restart', 'bulkhead-helper']);
  await expect.poll(async () => (await asOutsider('ls')).code, { timeout: 60_000 }).toBe(0);
  const entries = (await ctl('activity', '--json')).trim().split('\n');
  const entry = entries
    .map((line) => JSON.parse(line) as { id: number; operation: string })
    .findLast(({ operation }) => operation === 'access.set-roles');
  await ctl('activity', 'undo', String(entry?.id));
  expect((await asOutsider('ls')).code).toBe(3);
});
