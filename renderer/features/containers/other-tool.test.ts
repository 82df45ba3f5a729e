// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someContainer } from '../../testing/some-containers.ts';
import { whyNot } from './action-reasons.ts';
import { engineWords } from './other-tool.ts';

const context = { isConnected: true, busy: undefined };
const incus = /instance of Incus/;

it('of what Incus runs only Bulkhead’s own is started and stopped, and nothing else is done to it', () => {
  const own = someContainer('web', { engine: 'incus', isManaged: true });
  expect(whyNot('stop', own, context)).toBeUndefined();
  expect(whyNot('terminal', own, context)).toBeUndefined();
  expect(whyNot('rename', { ...own, state: 'stopped' }, context)).toMatch(incus);
  expect(whyNot('stop', { ...own, isManaged: false }, context)).toMatch(incus);
  expect(whyNot('terminal', { ...own, isManaged: false }, context)).toMatch(incus);
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
