// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { cancelOperation, operationOn, useOperations } from '../../../host/operations.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { bulkActions, runBulk } from './bulk.ts';
import { useContainers } from '../containers.ts';
import { readChanges, settingLimits, unchangedTexts } from '../limits/bulk-limits.ts';

const names = ['web', 'db', 'mail', 'cache', 'wiki', 'git'];
const notifications = () => useNotifications.getState().notifications;
const operations = () => useOperations.getState().operations;
const nameOf = (params: unknown): string => (params as { readonly name: string }).name;

beforeEach(() => useNotifications.setState({ notifications: [] }));
afterEach(clearHostStores);

describe('one action on several containers', () => {
  it('is one operation, one notification, and one Undo that takes back what was done', async () => {
    const calls = recordCalls({ 'container.freeze': () => ({}), 'container.unfreeze': () => ({}) });
    await runBulk(bulkActions.freeze, names);
    expect(operations().map(({ title, state, fraction }) => [title, state, fraction])).toEqual([
      ['Freezing 6 containers', 'done', 1],
    ]);
    expect(notifications().map(({ text, action }) => [text, action?.label])).toEqual([
      ['6 containers were frozen.', 'Undo'],
    ]);
    notifications()[0]?.action?.run();
    await expect.poll(() => notifications().at(-1)?.text).toBe('6 containers were unfrozen.');
    expect(calls.filter(({ name }) => name === 'container.unfreeze').map(({ params }) => nameOf(params))).toEqual(
      names,
    );
  });

  it('goes on after a failure, and says how many were done and why one was not', async () => {
    recordCalls({
      'container.start': (params) => {
        if (nameOf(params) === 'db') throw new Failure('container-running', { name: 'db' });
        return {};
      },
    });
    expect(await runBulk(bulkActions.start, names)).toEqual(names.filter((name) => name !== 'db'));
    expect(notifications().map(({ tone, text }) => [tone, text])).toEqual([
      ['failed', expect.stringMatching(/^5 of 6 containers were started\. db: Cannot /)],
    ]);
    expect(operations().map(({ state }) => state)).toEqual(['failed']);
  });

  it('keeps only those busy that are not done yet, and begins no more when it is cancelled', async () => {
    const answers = new Map<string, (value: unknown) => void>();
    const calls = recordCalls({
      'container.stop': (params) => new Promise((resolve) => answers.set(nameOf(params), resolve)),
    });
    const running = runBulk(bulkActions.stop, names);
    await expect.poll(() => calls.length).toBe(4);
    answers.get('web')?.({});
    await expect.poll(() => calls.length).toBe(5);
    const isBusy = (name: string): boolean => operationOn(name)(useOperations.getState()) !== undefined;
    expect(names.filter(isBusy)).toEqual(['db', 'mail', 'cache', 'wiki', 'git']);
    cancelOperation(operations()[0]?.id ?? -1);
    for (const answer of answers.values()) answer({});
    await running;
    expect(calls.map(({ params }) => nameOf(params))).not.toContain('git');
    expect([operations()[0]?.state, notifications()[0]?.text]).toEqual([
      'cancelled',
      '5 of 6 containers were stopped. The rest was cancelled.',
    ]);
  });
});

describe('limits of several containers', () => {
  const containers = ['web', 'db'].map((name) => someContainer(name));

  it('change what was typed, and leave what is empty', () => {
    expect(readChanges({ ...unchangedTexts, memoryBytes: '1G', pids: 'none' })).toEqual({
      status: 'valid',
      changes: { memoryBytes: 1024 ** 3, pids: null },
    });
    expect(readChanges({ ...unchangedTexts, cpus: 'x' })).toEqual({
      status: 'invalid',
      problems: { cpus: 'Enter a number such as 1.5.' },
    });
  });

  it('are undone exactly, except where somebody changed them again', async () => {
    const calls = recordCalls({ 'container.configure': () => ({}) });
    const changes = { memoryBytes: 1024 ** 3 };
    await runBulk(settingLimits(changes, containers), ['web', 'db']);
    const after = (name: string, memoryBytes: number) =>
      [name, someContainer(name, { limits: { ...someContainer(name).limits, memoryBytes } })] as const;
    useContainers.setState({ byName: new Map([after('web', 1024 ** 3), after('db', 5 * 1024 ** 3)]) });
    notifications()[0]?.action?.run();
    await expect.poll(() => notifications().length).toBe(2);
    expect(calls.slice(2).map(({ params }) => params)).toEqual([
      { name: 'web', limits: { memoryBytes: someContainer('web').limits.memoryBytes } },
    ]);
    expect(notifications()[1]?.text).toMatch(
      /^1 of 2 containers were given their former limits\. db: Cannot change back/,
    );
  });
});
