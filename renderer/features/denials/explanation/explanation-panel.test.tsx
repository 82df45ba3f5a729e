// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Change } from '../../../../contract/model/policy/change.ts';
import type { Explanation, Remedy, RiskLevel } from '../../../../contract/model/denials/explanation.ts';
import { ExplanationPanel } from './explanation-panel.tsx';
import { fakeChange } from '../../../../testing/models/change.ts';
import { fakeExplanation, fakeRemedy } from '../../../../testing/models/remedy.ts';

afterEach(cleanup);

const isolated = fakeExplanation({
  reason: { kind: 'other-categories', held: ['c1'], needed: ['c2'], otherContainer: 'db' },
});

function rule(level: RiskLevel, more: Partial<Remedy> = {}): Remedy {
  return fakeRemedy({ risk: { level, reason: 'Why.' }, ...more });
}

const change = fakeChange({ kind: 'module', summary: 'Allow it.', group: isolated.group, container: 'web' });

function show({
  explanation = isolated,
  isPermissive = false,
  applied,
  deniedAt,
}: {
  readonly deniedAt?: number;
  readonly explanation?: Explanation;
  readonly isPermissive?: boolean;
  readonly applied?: Change;
} = {}) {
  const actions = { onApply: vi.fn(), onUndo: vi.fn(), onOwnDomain: vi.fn() };
  render(
    <ExplanationPanel
      view={{ status: 'ready', explanation }}
      isPermissive={isPermissive}
      applied={applied && { change: applied, deniedAt, now: applied.madeAt + 5 }}
      actions={actions}
    />,
  );
  return actions;
}

const why = () => screen.getByRole('region', { name: 'Why' });

it('calls isolation at work what was blocked, and never what a permissive domain let through (window 5)', () => {
  show();
  expect([why().className, why().textContent]).toEqual([
    'explanation isolation',
    expect.stringContaining('Blocked by container isolation'),
  ]);
  cleanup();
  show({ isPermissive: true });
  expect(why().className).toBe('explanation crossed');
  expect(why().textContent).toContain('SELinux would have blocked this, but the domain is permissive');
  expect(why().textContent).not.toContain('doing its work');
});

it('is green for low risk alone (window 1)', () => {
  for (const [level, badge] of [
    ['low', 'badge good'],
    ['unknown', 'badge amber'],
    ['medium', 'badge amber'],
    ['high', 'badge red'],
  ] as const) {
    show({ explanation: { ...isolated, remedies: [rule(level)] } });
    expect(screen.getByText(/risk/, { selector: '.badge' }).className).toBe(badge);
    cleanup();
  }
});

it('says what a remedy takes away, and whom it is about (window 3)', () => {
  const loses = [{ source: 'squid_t', target: 'http_cache_port_t', class: 'tcp_socket', permissions: ['name_bind'] }];
  show({
    explanation: {
      ...isolated,
      remedies: [rule('medium', { kind: 'port-label', reach: 'host', loses, losesCount: 1 })],
    },
  });
  expect(screen.getByText('the whole host')).toBeTruthy();
  expect(screen.getByText('Removes 1 permission')).toBeTruthy();
  expect(screen.getByText('squid_t → http_cache_port_t:tcp_socket { name_bind }')).toBeTruthy();
});

it('offers to give a container a domain of its own where a remedy needs that first (window 20)', () => {
  const actions = show({
    explanation: {
      ...isolated,
      remedies: [rule('unknown', { cannotApply: 'give the container its own domain first', needs: 'own-domain' })],
    },
  });
  expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Give it its own domain…' }));
  expect(actions.onOwnDomain).toHaveBeenCalledOnce();
});

it('says since when it is fixed and that nothing came since, and offers to undo it (window 21)', () => {
  const actions = show({ applied: change });
  const region = screen.getByRole('region', { name: 'What was applied' });
  expect(region.textContent).toContain('Fixed 5 s ago; no denial since');
  expect(region.textContent).toContain('Allow it.');
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(actions.onUndo).toHaveBeenCalledWith(change);
});

it('says that it was denied again after the change', () => {
  show({ applied: change, deniedAt: change.madeAt + 3 });
  const region = screen.getByRole('region', { name: 'What was applied' });
  expect(region.textContent).toContain('Changed 5 s ago; denied again 2 s ago');
  expect(region.className).toBe('explanation policy');
});
