// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { BulkActions } from './bulk-actions.tsx';

const mixed = ['web', 'staging', 'legacy-intranet'].map((name) => someContainer(name));
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('starts those that can be started, and leaves the others alone', async () => {
  const calls = recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  await press('Start');
  await expect.poll(() => calls).toEqual([{ name: 'container.start', params: { name: 'staging' } }]);
});

it('stops those that can be stopped', async () => {
  const calls = recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  await press('Stop');
  await expect.poll(() => calls).toEqual([{ name: 'container.stop', params: { name: 'web', force: false } }]);
});

it.each([
  ['Stop', 'stop'],
  ['Restart', 'restart'],
] as const)('asks before it does it to several: %s (window B3)', async (label, change) => {
  const calls = recordCalls();
  render(<BulkActions containers={[...mixed, someContainer('db')]} onClear={vi.fn()} />);
  await press(label);
  expect([useDialog.getState().dialog, calls]).toMatchObject([{ kind: 'confirm', change, names: ['web', 'db'] }, []]);
});

it('asks before it removes, and only for those that can be removed', async () => {
  recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  await press('Remove…');
  expect(useDialog.getState().dialog).toMatchObject({
    kind: 'remove',
    names: ['web', 'staging'],
    omitted: [{ name: 'legacy-intranet', reason: expect.stringMatching(/./) as string }],
  });
});

it.each([
  ['Freeze', 'container.freeze', 'web'],
  ['Unfreeze', 'container.unfreeze', 'metrics'],
])('%s is for those that it does something to', async (label, name, container) => {
  const calls = recordCalls();
  render(<BulkActions containers={[...mixed, someContainer('metrics')]} onClear={vi.fn()} />);
  await press(label);
  await expect
    .poll(() => calls.filter(({ params }) => (params as { name: string }).name === container))
    .toEqual([{ name, params: { name: container } }]);
});

it('opens the limits of those that can have others', async () => {
  recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  await press('Limits…');
  expect(useDialog.getState().dialog).toMatchObject({ kind: 'limits', names: ['web', 'staging'] });
});

it('moves those of Incus, and says of the others why they are left out', async () => {
  recordCalls();
  const ours = { engine: 'incus', member: 'one', isManaged: true } as const;
  const some = [
    someContainer('web', { ...ours, name: 'shop' }),
    someContainer('web'),
    someContainer('web', { ...ours, name: 'cold', state: 'frozen' }),
  ];
  render(<BulkActions containers={some} onClear={vi.fn()} />);
  const button = screen.getByRole('button', { name: 'Move to another member…' });
  // The bar has one line only.
  expect(button.textContent).toBe('Move…');
  await userEvent.click(button);
  expect(useDialog.getState().dialog).toEqual({
    kind: 'move',
    names: ['shop'],
    omitted: [
      { name: 'web', reason: 'It belongs to one host; copy it to the other one (bulkheadctl copy).' },
      { name: 'cold', reason: 'It is frozen. Unfreeze it first.' },
    ],
  });
});

it('offers no move where no container is of Incus', () => {
  recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  expect(screen.queryByRole('button', { name: 'Move to another member…' })).toBeNull();
});

it('says why none of them can be started', async () => {
  const calls = recordCalls();
  render(<BulkActions containers={['web', 'db'].map((name) => someContainer(name))} onClear={vi.fn()} />);
  await press('Start');
  expect((await screen.findByRole('tooltip')).textContent).toBe(
    'None of the 2 selected containers can be started now.',
  );
  expect(calls).toEqual([]);
});

it('compares those that are selected, eight at most', async () => {
  recordCalls();
  render(<BulkActions containers={mixed} onClear={vi.fn()} />);
  await press('Compare');
  expect(window.location.hash).toBe('#/compare?containers=web%2Cstaging%2Clegacy-intranet');
  cleanup();
  window.location.hash = '';
  const nine = Array.from({ length: 9 }, (_, index) => someContainer('web', { name: `web-${index}` }));
  render(<BulkActions containers={nine} onClear={vi.fn()} />);
  await press('Compare');
  expect((await screen.findByRole('tooltip')).textContent).toBe(
    'At most 8 containers can be compared; 9 are selected.',
  );
  expect(window.location.hash).toBe('');
});

it('clears the selection', async () => {
  const handleClear = vi.fn();
  render(<BulkActions containers={mixed} onClear={handleClear} />);
  await press('Clear selection');
  expect(handleClear).toHaveBeenCalledOnce();
});
