// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeChange } from '../../../../testing/models/change.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { type Cause, causesOf, joinCauses } from '../model/causes.ts';
import { groupReason } from '../model/denial-tone.ts';
import type { KnownCause } from '../explanation/known-causes.ts';
import { prototypeWith } from '../../../testing/prototype-with.ts';
import { CauseList } from './cause-list.tsx';

const target = { user: 'system_u', role: 'object_r', type: 'var_t', level: 's0' };
const noRule = { targetType: 'var_t', reason: 'no-rule', last: 100, sample: fakeEvent({ target, inode: 7 }) } as const;
const change = fakeChange({ kind: 'relabel', summary: 'Relabelled it.', container: 'web', madeAt: 110 });
const onOpen = vi.fn();

/** happy-dom lays nothing out: a list without a height draws no row. */
beforeEach(() => {
  for (const property of ['clientHeight', 'clientWidth'] as const)
    vi.spyOn(prototypeWith(property), property, 'get').mockReturnValue(800);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  onOpen.mockReset();
});

function causes(known: KnownCause): readonly Cause[] {
  return joinCauses(
    causesOf(
      [
        fakeGroup({ id: 'isolation', last: 100 }),
        fakeGroup({ ...noRule, id: 'append', permissions: ['append'] }),
        fakeGroup({ ...noRule, id: 'getattr', permissions: ['getattr'] }),
      ],
      {
        terms: [],
        order: 'action',
        since: 0,
        range: undefined,
        container: undefined,
        counts: undefined,
        reasonOf: (group) => groupReason(group, group.reason === 'no-rule' ? known : {}),
      },
    ),
  );
}

function show(known: KnownCause = {}): void {
  render(
    <CauseList causes={causes(known)} owners={[]} now={115} openId="getattr" onOpen={onOpen} hasHeadings question="" />,
  );
}

const rows = (): readonly (string | null)[] => screen.getAllByRole('listitem').map(({ textContent }) => textContent);

it('has a heading for each group of causes, and one row for all accesses to one file', async () => {
  show();
  expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
    'Needs action',
    'Isolation at work',
  ]);
  expect(rows()[0]).toContain('cat in web was denied appending to secret (var_t), the latest of 6');
  expect(screen.getAllByRole('button').map((row) => row.getAttribute('aria-expanded'))).toEqual(['true', 'false']);
  await userEvent.click(screen.getByRole('button', { name: /appending to secret/ }));
  expect(onOpen).toHaveBeenCalledWith('append');
});

it('says since when nothing came after a remedy, apart from what needs action', () => {
  show({ applied: change, isSettled: true });
  expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
    'Isolation at work',
    'Allowed now',
  ]);
  expect(rows()[1]).toContain('Fixed 5 s ago; no denial since. Relabelled it.');
});

it('says that a cause came again after a remedy', () => {
  show({ applied: change, isSettled: false });
  expect(rows()[0]).toContain('Denied again after the change of 5 s ago. Relabelled it.');
});
