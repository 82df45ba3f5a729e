// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helperPackage, selinuxPackage } from '../../../packaging/packages.ts';
import { scriptletsOf, scriptletText } from './rpm-scriptlets.ts';

const checkout = join(import.meta.dirname, '../../..');

test('a line that begins with a percent sign is a macro, and elsewhere it is one of the shell', () => {
  expect(scriptletText('printf %s x\n%systemd_post x.service\n')).toBe('printf %%s x\n%systemd_post x.service\n');
});

test('the units are given to the macros of systemd, and no scriptlet enables one', async () => {
  const scriptlets = await scriptletsOf(helperPackage, checkout);
  expect([...scriptlets.keys()]).toEqual(['post', 'posttrans', 'postun', 'preun']);
  expect(scriptlets.get('post')).toMatch(/^%systemd_post bulkhead-helper\.socket bulkhead-helper\.service$/m);
  expect([...scriptlets.values()].join('')).not.toMatch(/systemctl\b.*\benable\b/);
});

test('the policy of the distribution has a trigger', async () => {
  expect([...(await scriptletsOf(selinuxPackage, checkout)).keys()]).toContain('triggerin -- selinux-policy-targeted');
});
