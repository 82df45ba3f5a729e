// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { bootWithSelinux, enforceOn, logEveryDenial } from './host-fixes.ts';

it('boots with SELinux by the commands of the distribution, and says it in words elsewhere', () => {
  expect(bootWithSelinux('debian')).toMatchObject({
    by: 'commands',
    commands: [/selinux plan$/, /selinux prepare$/, /reboot$/, /selinux watch$/].map(matching),
  });
  expect(bootWithSelinux('fedora')).toMatchObject({
    by: 'commands',
    commands: [/^dnf install selinux-policy-targeted/, /^grubby /, /^sed /, /^fixfiles /, /^reboot$/].map(matching),
  });
  expect(bootWithSelinux(undefined).by).toBe('advice');
});

it('lets SELinux enforce by a trial on Debian, and at once elsewhere', () => {
  expect(enforceOn('debian').commands).toEqual([/ watch$/, / enforce$/, / confirm$/].map(matching));
  expect(enforceOn('fedora').commands).toEqual(['setenforce 1']);
});

it('installs auditd under the name that the distribution has for it', () => {
  expect(logEveryDenial('kernel', 'fedora').commands[0]).toBe('dnf install audit');
  expect(logEveryDenial('kernel', 'debian').commands[0]).toBe('apt install auditd');
});

function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}
