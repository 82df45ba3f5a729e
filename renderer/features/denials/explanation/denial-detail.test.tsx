// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { DenialDetail } from './denial-detail.tsx';

function show(group: DenialGroup | undefined, isGroup: boolean): void {
  render(
    <DenialDetail
      event={fakeEvent()}
      group={group}
      isGroup={isGroup}
      choices={['web']}
      onChoose={() => undefined}
      reason="other-categories"
      owners={[]}
      explained={undefined}
      applied={undefined}
      actions={{} as never}
      now={1_795_533_900}
    />,
  );
}

const wentThrough = (): string | undefined =>
  screen.queryByText(/went through while the domain or the host was permissive/)?.textContent;

afterEach(cleanup);

it('says how many accesses of a group went through, where some were blocked and some were not', () => {
  show(fakeGroup({ count: 3, notBlocked: 2 }), true);
  expect(wentThrough()).toBe('2 of 3 went through while the domain or the host was permissive.');
});

it.each([
  ['all were blocked', fakeGroup({ count: 3, notBlocked: 0 }), true],
  ['none was blocked', fakeGroup({ count: 3, notBlocked: 3, permissive: true }), true],
  ['one event of the group is shown', fakeGroup({ count: 3, notBlocked: 2 }), false],
  ['the group is not known', undefined, false],
])('does not say so where %s', (_, group, isGroup) => {
  show(group, isGroup);
  expect(wentThrough()).toBeUndefined();
});
