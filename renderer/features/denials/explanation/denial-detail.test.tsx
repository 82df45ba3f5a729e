// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
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
      owners={[{ name: 'db', categories: ['c1', 'c2'] }]}
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

it('draws the access from the process to the object, with whose they are and what the policy said', () => {
  show(fakeGroup(), true);
  const [process, way, object] = within(screen.getByRole('list', { name: 'From the process to the object' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(process).toBe('Processcat pid 3339 websystem_u:system_r:bulkhead_t:s0:c5,c6');
  expect(way).toBe('file { read }Blocked by container isolation');
  expect(object).toBe('Objectsecret dbsystem_u:object_r:bulkhead_file_t:s0:c1,c2');
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
