// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { AccessUsage, LearnedRule } from '../../../contract/model/policy/policy-module.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { LearnedPanel } from './learned-panel.tsx';

function ruleOf(group: string, advice: LearnedRule['advice']): LearnedRule {
  return {
    group,
    rule: `(allow web_t ${group}_t (file (open read)))`,
    target: `${group}_t`,
    class: 'file',
    permissions: ['open', 'read'],
    count: 4,
    last: 1_795_533_000,
    comms: ['nginx'],
    risk: { level: 'low', reason: 'Harmless.' },
    choice: null,
    advice,
    reason: `The advice is ${advice}.`,
  };
}

const usage: AccessUsage = {
  granted: 800,
  used: 250,
  grantedOutside: 10,
  usedOutside: 7,
  accesses: [{ target: 'proc_t', class: 'file', permissions: ['open', 'read'] }],
  surplus: [
    { target: 'sysfs_t', class: 'dir', permissions: ['mounton', 'watch'] },
    { target: 'node_t', class: 'udp_socket', permissions: ['node_bind'] },
  ],
  unknown: [],
};
const rules = [ruleOf('config', 'keep'), ruleOf('log', 'decide'), ruleOf('shadow', 'drop')];
const box = (group: string): HTMLInputElement =>
  screen.getByRole('checkbox', { name: `Allow open, read on file of type ${group}_t` });
const adopted = (calls: ReturnType<typeof recordCalls>): unknown =>
  calls.find(({ name }) => name === 'policy.adopt')?.params;

async function show(answers: Answers = {}): Promise<ReturnType<typeof recordCalls>> {
  const calls = recordCalls({ 'policy.learned': () => ({ rules, usage, gaps: [] }), ...answers });
  render(<LearnedPanel name="web" />);
  return calls;
}

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('chooses what is advised, leaves the rest to a person, and locks what may not be allowed', async () => {
  await show();
  await screen.findByRole('table', { name: 'Rules that web learned' });
  expect(['config', 'log', 'shadow'].map((group) => [box(group).checked, box(group).disabled])).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ]);
});

it('allows what was chosen, and enforces', async () => {
  const calls = await show();
  await screen.findByRole('table', { name: 'Rules that web learned' });
  await userEvent.click(box('log'));
  await userEvent.click(screen.getByRole('button', { name: 'Allow 2 and enforce' }));
  expect(adopted(calls)).toEqual({
    name: 'web',
    rules: [
      { group: 'config', permissions: ['open', 'read'] },
      { group: 'log', permissions: ['open', 'read'] },
    ],
    remove: [],
  });
});

it('narrows a rule to one of its permissions', async () => {
  const calls = await show();
  await screen.findByRole('table', { name: 'Rules that web learned' });
  const [first] = screen.getAllByRole('button', { name: 'open', pressed: true });
  if (first !== undefined) await userEvent.click(first);
  await userEvent.click(screen.getByRole('button', { name: 'Allow 1 and enforce' }));
  expect(adopted(calls)).toEqual({ name: 'web', rules: [{ group: 'config', permissions: ['read'] }], remove: [] });
});

it('enforces without new rules when none is chosen', async () => {
  const calls = await show();
  await screen.findByRole('table', { name: 'Rules that web learned' });
  await userEvent.click(box('config'));
  await userEvent.click(screen.getByRole('button', { name: 'Enforce without new rules' }));
  expect(adopted(calls)).toEqual({ name: 'web', rules: [], remove: [] });
});

it('says how much is used, takes nothing away by itself, and warns before it takes away what was chosen', async () => {
  const calls = await show();
  await screen.findByRole('table', { name: 'What web did not use' });
  expect(
    screen.getByText(/grants 800 accesses; 250 of them were used\. 10 .*: 7 were used, and 3 were not/),
  ).toBeTruthy();
  const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Take away everything that nothing used' });
  expect([all.checked, screen.queryByRole('status')]).toEqual([false, null]);
  await userEvent.click(all);
  expect(screen.getByRole('status').textContent).toContain('3 accesses will be denied');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Take away node_bind on udp_socket of type node_t' }));
  await userEvent.click(screen.getByRole('button', { name: 'Allow 1, take away 2 and enforce' }));
  expect(adopted(calls)).toEqual({
    name: 'web',
    rules: [{ group: 'config', permissions: ['open', 'read'] }],
    remove: [{ target: 'sysfs_t', class: 'dir', permissions: ['mounton', 'watch'] }],
  });
});

it('says that the list may lack something where records were lost, and nothing where none were', async () => {
  await show();
  await screen.findByRole('table', { name: 'What web did not use' });
  expect(screen.queryByRole('alert')).toBe(null);
  cleanup();
  await show({ 'policy.learned': () => ({ rules: [], usage, gaps: ['auditd-suspended', 'records-lost'] }) });
  const warning = (await screen.findByRole('alert')).textContent;
  expect(warning).toContain('What is listed may not be all that it did while it learned. auditd had stopped writing');
  expect(warning).toContain('Take nothing away by this list.');
});

it('reads the accesses again', async () => {
  const calls = await show();
  await screen.findByRole('table', { name: 'Rules that web learned' });
  await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
  await screen.findByRole('table', { name: 'Rules that web learned' });
  expect(calls.map(({ name }) => name)).toEqual(['policy.learned', 'policy.learned']);
});

it('says why they cannot be read, adopts nothing, and tries again', async () => {
  let hasFailed = false;
  const calls = await show({
    'policy.learned': () => {
      if (hasFailed) return { rules, usage: null, gaps: [] };
      hasFailed = true;
      throw new Error('the policy is being loaded');
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain(
    'Cannot read the learned accesses: the policy is being loaded.',
  );
  await userEvent.click(screen.getByRole('button', { name: /enforce/i }));
  expect(adopted(calls)).toBe(undefined);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table', { name: 'Rules that web learned' })).toBeTruthy();
  expect(screen.queryByRole('table', { name: 'What web did not use' })).toBe(null);
});
