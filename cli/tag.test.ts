// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changedTags } from '../contract/model/containers/tag.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const web = fakeContainer({ tags: ['old', 'prod'] });

const openHost = (asked: unknown[] = []): Promise<string> =>
  given({
    ...sampling,
    ...noDenials,
    'container.list': async () => ({ containers: [web, stoppedContainer] }),
    'container.tag': async (params) => {
      asked.push(params);
      return { ...web, tags: changedTags(web.tags, params) };
    },
  });

describe('tag', () => {
  it('adds and takes away, and says which tags there are then', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked);
    expect(await runCommand(['tag', 'web', '+front', '-old'], { socketPath })).toEqual({
      exitCode: 0,
      stdout: 'front prod\n',
      stderr: '',
    });
    const { stdout } = await runCommand(['tag', 'web', '-old', '--json', '-prod'], { socketPath });
    expect(linesOf(stdout)).toEqual([{ name: 'web', tags: [] }]);
    expect(asked).toEqual([
      { name: 'web', add: ['front'], remove: ['old'] },
      { name: 'web', add: [], remove: ['old', 'prod'] },
    ]);
  });

  it('shows the tags when it is given none, and changes nothing', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked);
    expect((await runCommand(['tag', 'web'], { socketPath })).stdout).toBe('old prod\n');
    expect(await runCommand(['tag', 'db'], { socketPath })).toMatchObject({ stdout: '', stderr: 'db has no tags\n' });
    expect((await runCommand(['tag', 'gone'], { socketPath })).exitCode).toBe(1);
    expect(asked).toEqual([]);
  });

  it.each([
    ['prod', 'prod: write +prod to add a tag, or -prod to take it away'],
    ['+Prod', 'Prod: a tag must begin with a small letter'],
    ['+a\u202eb', 'a tag must begin'],
    ['+', 'a tag must begin'],
  ])('says what is wrong with %j before it asks a host', async (word, problem) => {
    const { exitCode, stderr } = await runCommand(['tag', 'web', word], { socketPath: '/nowhere' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain('\u202e');
  });
});

it('ls shows tags, and only those containers that have all the tags that are asked for', async () => {
  const socketPath = await openHost();
  expect((await runCommand(['ls'], { socketPath })).stdout).toContain('old,prod');
  const names = async (...words: readonly string[]): Promise<readonly unknown[]> =>
    linesOf((await runCommand(['ls', '--json', ...words], { socketPath })).stdout).map(
      (row) => (row as { readonly name: string }).name,
    );
  expect(await names('--tag', 'prod')).toEqual(['web']);
  expect(await names('--tag', 'prod', '--tag', 'other')).toEqual([]);
  expect((await runCommand(['ls', '--tag', 'other'], { socketPath })).stderr).toBe(
    'There are no containers tagged other.\n',
  );
});
