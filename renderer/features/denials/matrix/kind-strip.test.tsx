// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { type DenialFlow, flowsOf } from '../model/denial-flows.ts';
import { groupReason } from '../model/denial-tone.ts';
import { type FocusStep, flowsWithin } from '../picture/picture-focus.ts';
import { KindStrip } from './kind-strip.tsx';

afterEach(cleanup);

const target = { user: 'system_u', role: 'object_r', type: 'any_t', level: 's0' };

function group(id: string, changes: Partial<DenialGroup>): DenialGroup {
  return fakeGroup({
    id,
    reason: 'no-rule',
    targetType: 'shadow_t',
    count: 2,
    sample: fakeEvent({ target }),
    ...changes,
  });
}

const flows = flowsOf({
  groups: [
    group('a', { reason: 'other-categories', targetType: 'bulkhead_file_t', count: 9 }),
    group('b', { containers: ['web'] }),
    group('c', { containers: ['db'], permissive: true, notBlocked: 2 }),
  ],
  counts: undefined,
  toneOf: (one) => groupReason(one).tone,
  container: undefined,
});

function Shown({ all }: { readonly all: readonly DenialFlow[] }) {
  const [steps, setSteps] = useState<readonly FocusStep[]>([]);
  return (
    <>
      <KindStrip flows={all} steps={steps} onSteps={setSteps} />
      <output>
        {flowsWithin(all, steps, false)
          .map((flow) => flow.group.id)
          .join(' ')}
      </output>
    </>
  );
}

it('has a button for each kind of target with what became of the denials, which leaves its causes alone', async () => {
  render(<Shown all={flows} />);
  const buttons = screen.getAllByRole('button');
  expect(buttons.map((one) => [one.textContent, one.className])).toEqual([
    ['Other containers 9 denials of one cause, blocked by container isolation', 'matrix-cell good'],
    ['Host files 4 denials of 2 causes, some blocked, others only logged', 'matrix-cell amber'],
  ]);
  await userEvent.click(screen.getByRole('button', { name: /^Host files/ }));
  expect([screen.getByRole('status').textContent, buttons.map((one) => one.getAttribute('aria-pressed'))]).toEqual([
    'b c',
    ['false', 'true'],
  ]);
  await userEvent.click(screen.getByRole('button', { name: /^Host files/ }));
  expect(screen.getByRole('status').textContent).toBe('a b c');
});

it('is not there where all causes are about the same', () => {
  render(<Shown all={flows.slice(0, 1)} />);
  expect(screen.queryByRole('group')).toBe(null);
});
