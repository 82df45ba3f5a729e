// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { creationSteps } from '../../../contract/wording/creation-steps.ts';
import { startOperation, useOperations } from '../../host/operations.ts';
import { CreateProgress } from './create-progress.tsx';

afterEach(() => {
  cleanup();
  useOperations.setState({ operations: [] });
});

/** A creation that has come to this step, and stays there. */
function showAt(step: string, confinement: 'shared' | 'own'): void {
  const { id } = startOperation({
    title: 'Creating web',
    subject: 'web',
    activeLabel: 'creating',
    canCancel: true,
    run: ({ progress }) => {
      progress(step, 0.25);
      return new Promise(() => undefined);
    },
  });
  const operation = useOperations.getState().operations.find((one) => one.id === id);
  if (operation === undefined) throw new Error('the operation has not begun');
  const planned = creationSteps({ confinement, allow: ['jit'], volumes: [], start: false });
  render(<CreateProgress operation={operation} planned={planned} onBack={vi.fn()} />);
}
const steps = (): readonly HTMLElement[] => screen.getAllByRole('listitem');

it('says that a module may take long where that was never measured (window 14)', () => {
  showAt('policy', 'own');
  const current = steps().find((step) => step.getAttribute('aria-current') === 'step');
  expect(current?.textContent).toMatch(/Compile and load its policy module\d+\.\d s, may take a minute or more$/);
  expect(steps().filter((step) => step !== current && /may take/.test(step.textContent))).toEqual([]);
});

it('lists no step that does not apply (window 14)', () => {
  showAt('reserve', 'shared');
  expect(within(screen.getByRole('list')).queryByText(/policy module/)).toBeNull();
  expect(steps()).toHaveLength(5);
});
