// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ModulePreview } from '../../../contract/model/policy/policy-module.ts';
import type { Flip, Replay } from '../../../contract/model/policy/replay.ts';
import { PreviewResult } from './preview-result.tsx';

const access: Flip['access'] = {
  source: { user: 'system_u', role: 'system_r', type: 'bulkhead_c_web_t', level: 's0:c1,c2' },
  target: { user: 'system_u', role: 'object_r', type: 'sysfs_t', level: 's0' },
  class: 'file',
  permissions: ['open', 'read'],
  container: 'web',
  comms: ['nginx'],
  used: 12,
  blocked: 0,
  last: 1_795_600_000,
};
const flip: Flip = {
  access,
  permissions: ['read'],
  grantedBy: ['allow a b:file { read };'],
  deniedBy: ['missing: it'],
};
const none: Replay = {
  examined: 23,
  denied: [],
  deniedCount: 0,
  allowed: [],
  allowedCount: 0,
  unknown: [],
  unknownCount: 0,
  recording: { since: 1_795_000_000, oldest: null, gaps: [], leftOut: 0 },
};
const previewWith = (replay: Replay): ModulePreview => ({
  problems: [],
  added: [],
  addedCount: 0,
  removed: [],
  removedCount: 0,
  risk: { level: 'low', reason: 'Nothing changes.' },
  counts: null,
  usage: null,
  replay,
});

afterEach(cleanup);

it('warns of what would have been denied, with how often it took place and what decides', () => {
  render(<PreviewResult preview={previewWith({ ...none, denied: [flip], deniedCount: 3 })} />);
  expect(screen.getByRole('alert').textContent).toMatch(
    /^It would deny 3 of the 23 accesses that were recorded since .*\.$/,
  );
  const items = within(screen.getByRole('list', { name: 'Would have been denied' })).getAllByRole('listitem');
  expect(items[0]?.textContent).toContain('− bulkhead_c_web_t sysfs_t:file { read } nginx took place (12 ×), ');
  expect(items[0]?.textContent).toContain('Granted by: allow a b:file { read }; Denied by: missing: it');
  expect(items[1]?.textContent).toBe('and 2 more');
  expect(screen.queryByRole('list', { name: 'Would have been allowed' })).toBeNull();
});

it('says that nothing would be denied without a warning, and what the records do not show', () => {
  const recording = { ...none.recording, oldest: 1_795_100_000, gaps: ['no-auditd' as const], leftOut: 4 };
  render(<PreviewResult preview={previewWith({ ...none, recording })} />);
  expect(screen.queryByRole('alert')).toBeNull();
  const text = screen.getByRole('region', { name: 'Recorded accesses' }).textContent;
  expect(text).toMatch(/It would deny none of the 23 accesses/);
  expect(text).toMatch(/Only what SELinux logged is known.*The oldest record.*auditd did not run.*4 more accesses/);
});

it('lists what would be allowed, and what is not known', () => {
  const blocked = { ...flip, access: { ...access, used: 0, blocked: 2 } };
  const part = { policy: 'changed', what: 'type', name: 'gone_t' } as const;
  const found = { ...none, allowed: [blocked], allowedCount: 1, unknown: [{ access, part }], unknownCount: 1 };
  render(<PreviewResult preview={previewWith(found)} />);
  expect(screen.getByRole('list', { name: 'Would have been allowed' }).textContent).toContain(
    '+ bulkhead_c_web_t sysfs_t:file { read } nginx was denied when it was recorded (2 ×)',
  );
  expect(screen.getByRole('list', { name: 'Not known' }).textContent).toContain(
    'the changed policy has no type gone_t',
  );
});
