// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someContainer } from '../../testing/some-containers.ts';
import { whyNot } from './states/action-reasons.ts';
import { engineWords } from './engine-reason.ts';

const context = { isConnected: true, busy: undefined };
it('of what Incus runs only Bulkhead’s own is changed, and what Incus cannot do has the reason of the table', () => {
  const own = someContainer('web', { engine: 'incus', isManaged: true });
  expect(whyNot('stop', own, context)).toBeUndefined();
  expect(whyNot('terminal', own, context)).toBeUndefined();
  expect(whyNot('isolation-test', { ...own, state: 'running' }, context)).toBeUndefined();
  expect(whyNot('rename', { ...own, state: 'stopped' }, context)).toBe(
    'Incus has its name; clone it under the other name.',
  );
  expect(whyNot('tags', own, context)).toMatch(/^Incus has its configuration; give it keys of your own there/);
  for (const action of ['stop', 'terminal', 'rename'] as const)
    expect(whyNot(action, { ...own, isManaged: false }, context)).toBe(
      'Bulkhead did not create this container. Adopt it, or use incus on the host.',
    );
});

it('a container of LXC belongs to its host, and has all that depends on a layer', () => {
  const own = someContainer('web');
  expect(whyNot('move', own, context)).toMatch(/^It belongs to one host; /);
  for (const action of ['layer', 'tags', 'settings', 'links', 'network-change', 'snapshot-schedule'] as const)
    expect(whyNot(action, own, context)).toBeUndefined();
});

it('one that runs on another member is stopped and moved from here, and only its own host reaches into it', () => {
  const there = someContainer('web', { engine: 'incus', isManaged: true, member: 'two', initPid: null });
  for (const action of ['stop', 'restart', 'move', 'snapshot', 'configure'] as const)
    expect(whyNot(action, there, context)).toBeUndefined();
  expect(whyNot('terminal', there, context)).toMatch(/on the member two/);
  expect(whyNot('terminal', { ...there, initPid: 7 }, context)).toBeUndefined();
});

it('says engine and member of one of Incus, and nothing of one of LXC', () => {
  expect([
    engineWords({ engine: 'incus', member: 'two' }),
    engineWords({ engine: 'incus', member: null }),
    engineWords({ engine: 'lxc', member: null }),
  ]).toEqual(['Incus on two', 'Incus', undefined]);
});
