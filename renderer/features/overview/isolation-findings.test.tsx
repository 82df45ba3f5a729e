// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { seedContainers } from '../../testing/fake/containers/fake-containers.ts';
import { subjectOf } from '../../../contract/model/isolation/audit-subject.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useClock } from '../../window/clock.ts';
import { useContainers } from '../containers/containers.ts';
import { useAudit } from '../isolation/audit/audit-store.ts';
import { IsolationFindings } from './isolation-findings.tsx';

const now = 1_795_533_000;
const seven = seedContainers(now).slice(0, 7);

afterEach(() => {
  cleanup();
  clearHostStores();
});

function host(containers: typeof seven): void {
  useContainers.setState({ byName: new Map(containers.map((container) => [container.name, container])) });
}

/** An audit of these containers that found nothing. */
function audited(containers: typeof seven): void {
  const result = { findings: 0, containers: containers.length, labels: false, checkedAt: now - 1620 };
  const audit = { findings: [], map: { containers: [], rows: [] }, result, subject: subjectOf(containers), tookMs: 1 };
  useAudit.setState({ audit });
}

it('that nothing was found is said in no colour, of how many containers, and how old it is (window 4)', () => {
  useClock.setState({ now });
  host(seven);
  audited(seven);
  render(<IsolationFindings />);
  const chip = screen.getByText('No isolation problem in 7 containers');
  expect([chip.className, chip.closest('p')?.querySelector('time')?.textContent]).toEqual(['badge ', '27 min ago']);
});

it('is green no more once containers came, and says so at once (window 4)', () => {
  audited([]);
  render(<IsolationFindings />);
  act(() => host(seven));
  expect(screen.getByText('Out of date: 7 containers were created since then').className).toBe('badge ');
  expect(document.querySelector('.badge.good')).toBeNull();
});
