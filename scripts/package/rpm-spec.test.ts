// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { helperPackage, selinuxPackage } from '../../packaging/packages.ts';
import { rpmSpec } from './rpm-spec.ts';

const facts = { version: '1.2.3', maintainer: 'Somebody <somebody@example.org>', staged: '/tmp/staged' };

test('names the files with their modes, at the places where Fedora keeps them', () => {
  const paths = [
    { path: '/usr/lib/bulkhead/tool', mode: 0o4755 },
    { path: '/usr/bin/bulkheadctl', mode: undefined },
    { path: '/usr/share/zsh/vendor-completions/_bulkheadctl', mode: 0o644 },
  ];
  const spec = rpmSpec(helperPackage, { ...facts, paths, scriptlets: new Map() });
  expect(spec).toMatch(/^%attr\(4755, root, root\) "\/usr\/lib\/bulkhead\/tool"$/m);
  expect(spec).toMatch(/^"\/usr\/bin\/bulkheadctl"$/m);
  expect(spec).toMatch(/^%attr\(0644, root, root\) "\/usr\/share\/zsh\/site-functions\/_bulkheadctl"$/m);
  expect(spec).not.toMatch(/^%attr.*vendor-completions/m);
});

test('its scriptlets are shell, in which a percent sign is one', () => {
  const scriptlets = new Map([['post', '#!/bin/sh\nprintf %s x\n']]);
  expect(rpmSpec(helperPackage, { ...facts, paths: [], scriptlets })).toContain('%post\n#!/bin/sh\nprintf %%s x\n');
});

test('the policy is required where SELinux has one, and installed again when that changes', () => {
  expect(rpmSpec(helperPackage, { ...facts, paths: [], scriptlets: new Map() })).toMatch(
    /^Requires: \(bulkhead-selinux = 1\.2\.3 if selinux-policy-base\)$/m,
  );
  const spec = rpmSpec(selinuxPackage, { ...facts, paths: [], scriptlets: new Map() });
  expect(spec).toMatch(/^%triggerin -- selinux-policy-targeted\n.*install-modules --if-missing \|\| :$/m);
  expect(spec).toMatch(/^BuildArch: noarch$/m);
});
