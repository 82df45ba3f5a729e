// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { QuestionPanel } from './question-panel.tsx';

const ask = (): HTMLButtonElement => screen.getByRole('button', { name: 'Ask' });

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('asks whether a container may access a path', async () => {
  const calls = recordCalls();
  render(<QuestionPanel />);
  await userEvent.type(screen.getByRole('combobox', { name: 'Container or type' }), 'web');
  await userEvent.type(screen.getByRole('textbox', { name: 'Path' }), '/etc/shadow');
  await userEvent.click(ask());
  expect(calls).toMatchObject([
    { name: 'policy.ask', params: { question: { subject: { kind: 'container', name: 'web' }, path: '/etc/shadow' } } },
  ]);
});

it('asks who may use a port', async () => {
  const calls = recordCalls();
  render(<QuestionPanel />);
  await userEvent.click(screen.getByRole('tab', { name: 'Port access' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Port' }), '8080');
  await userEvent.click(ask());
  expect(calls).toMatchObject([{ name: 'policy.ask', params: { question: { port: 8080, protocol: 'tcp' } } }]);
});

it('says what is missing, and asks nothing', async () => {
  recordCalls();
  render(<QuestionPanel />);
  expect([ask().disabled, screen.getByText('Enter a container or a type.').textContent]).toEqual([
    true,
    'Enter a container or a type.',
  ]);
  await userEvent.type(screen.getByRole('combobox', { name: 'Container or type' }), 'web');
  expect(screen.getByText('Enter an absolute path.')).toBeTruthy();
});
