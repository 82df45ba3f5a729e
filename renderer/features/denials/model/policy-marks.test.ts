// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { policyMarks } from './policy-marks.ts';

it('says what changed about SELinux, and when', () => {
  const common = { serial: 1, loginUid: null };
  const marks = policyMarks([
    { ...common, time: 1, kind: 'policy-loaded' },
    { ...common, time: 2, kind: 'enforcing-changed', isEnforcing: false },
    { ...common, time: 3, kind: 'boolean-changed', name: 'httpd_execmem', isOn: true },
  ]);
  expect(marks.map(({ time, label }) => [time, label.replace(/^[\d:]+/, 'at')])).toEqual([
    [1, 'at a policy was loaded'],
    [2, 'at SELinux is permissive from now on'],
    [3, 'at the boolean httpd_execmem was switched on'],
  ]);
});
