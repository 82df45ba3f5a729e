// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { actionNames, includesActions } from '../contract/actions.ts';
import type { Access, Grant } from '../contract/model/access/access.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const see: Grant = { kind: 'user', name: 'bob', role: 'see', tag: 'front' };
let grants: Grant[];

function accessOf(given: readonly Grant[]): Access {
  const own = given.filter(({ name }) => name === 'bob');
  const cells = actionNames.map((action) => {
    const tags = own.filter(({ role }) => includesActions(role, [action])).flatMap(({ tag }) => tag ?? []);
    const decided = tags.length > 0 ? 'allowed' : 'denied';
    const answer = own.length === 0 ? 'password' : decided;
    return { action, answer, source: 'polkit', tags: tags.length > 0 ? tags : null } as const;
  });
  return {
    people: [{ user: 'bob', uid: 1002, mayConnect: true, sees: null, cells }],
    leftOut: 0,
    administrators: ['alice'],
    unknown: [],
  };
}

let socketPath: string;
beforeEach(async () => {
  grants = [];
  socketPath = await given({
    'access.query': async () => ({ ...accessOf(grants), grants, file: 'as-saved', caller: 'alice' }),
    'access.preview': async (params) => accessOf(params.grants),
    'access.set-roles': async (params) => {
      expect(params.before).toEqual(grants);
      grants = params.grants;
      return { grants };
    },
  });
});
const run = (...words: string[]) => runCommand(['access', ...words], { socketPath });

describe('access', () => {
  it('shows each action with the answer for each person', async () => {
    grants = [see];
    const { stdout } = await run();
    expect(stdout).toMatch(/^ROLE +ACTION +bob\n/);
    expect(stdout).toMatch(/^see +view-host +tag front$/m);
    expect(stdout).toMatch(/^administer +remove-containers +no$/m);
    expect(linesOf((await run('--user', 'bob', '--json')).stdout)).toMatchObject([{ user: 'bob' }]);
    expect((await run('--user', 'eve')).exitCode).toBe(2);
  });

  it('gives a role, lists it and takes it', async () => {
    expect((await run('give', 'bob', 'see', '--tag', 'front')).stdout).toBe(
      'user bob: see, containers with the tag front\n',
    );
    expect((await run('roles')).stdout).toMatch(/user +bob +see +tag front\n$/);
    expect((await run('take', 'bob')).stderr).toContain('has no such role');
    expect((await run('take', 'bob', '--tag', 'front')).exitCode).toBe(0);
    expect(grants).toEqual([]);
    expect((await run('roles')).stdout).toContain('There are no roles.');
  });

  it('says with --dry-run what would change for whom, and changes nothing', async () => {
    const { stdout } = await run('give', 'bob', 'see', '--tag', 'front', '--dry-run');
    expect(stdout).toMatch(/^bob +view-host +password +tag front$/m);
    expect(stdout).toMatch(/^bob +remove-images +password +no$/m);
    expect(grants).toEqual([]);
  });

  it.each([
    [['give', 'bob', 'root'], 'there is no such role'],
    [['give', '../x', 'see'], 'must be the name of a user or group'],
    [['give', 'bob', 'see', '--tag', 'A B'], 'must begin with a small letter'],
  ])('denies %j before it asks anybody', async (words, problem) => {
    const { stderr, exitCode } = await run(...words);
    expect([stderr.includes(problem), exitCode]).toEqual([true, 2]);
  });
});
