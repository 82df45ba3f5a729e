// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CauseKind } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { useWindow } from '../../../host/main-process.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { useIgnoredCauses } from '../ignored-causes.ts';
import { IgnoreCause } from './ignore-cause.tsx';

const read = fakeGroup({ id: 'read', sample: fakeEvent({ inode: 7 }) });
const stat = fakeGroup({ id: 'stat', sample: fakeEvent({ inode: 7 }), permissive: true });
const other = fakeGroup({ id: 'other', sample: fakeEvent({ inode: 8 }) });

function show(group: DenialGroup, kind: CauseKind): void {
  const all = new Map([read, stat, other].map((one) => [one.id, one]));
  render(<IgnoreCause group={group} allGroups={all} kind={kind} />);
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const ignoredCount = (): number => useIgnoredCauses.getState().byHost.get('one')?.size ?? 0;

beforeEach(() => useWindow.setState({ hostId: 'one' }));
afterEach(() => {
  cleanup();
  useIgnoredCauses.setState({ byHost: new Map() });
  useWindow.setState({ hostId: undefined });
  localStorage.clear();
});

it('ignores all accesses to the object at one press where nothing is to be done, and shows them again', async () => {
  show(read, 'isolation');
  await press('Ignore this cause');
  expect(ignoredCount()).toBe(2);
  await press('Show this cause again');
  expect(ignoredCount()).toBe(0);
});

it.each([
  [read, /^This cause needs action\. SELinux goes on blocking the access/],
  [stat, /^This cause needs action: the access is not blocked and goes on taking place/],
])('says of a cause that needs action what is ignored, before it is', async (group, text) => {
  show(group, 'action');
  await press('Ignore this cause…');
  expect(screen.getByText(text)).toBeTruthy();
  expect(ignoredCount()).toBe(0);
  await press('Cancel');
  await press('Ignore this cause…');
  await press('Ignore it');
  expect(ignoredCount()).toBe(2);
});
