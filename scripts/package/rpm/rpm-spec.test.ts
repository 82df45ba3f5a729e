// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { developmentWindowPackage, helperPackage, selinuxPackage } from '../../../packaging/packages.ts';
import { rpmSpec, type SpecFacts } from './rpm-spec.ts';

const facts: SpecFacts = {
  version: '1.2.3',
  maintainer: 'Somebody <somebody@example.org>',
  staged: '/tmp/staged',
  paths: [],
  laterFolders: [],
  scriptlets: new Map(),
  macros: '',
  changelog: '* Tue Dec 01 2026 Somebody <somebody@example.org> - 1.2.3-1\n- At most 5% more\n',
};

test('names the files with their modes, and the folders that are its own', () => {
  const paths = [
    { path: '/usr/lib/bulkhead/inner/tool', mode: 0o4755 },
    { path: '/usr/bin/bulkheadctl', mode: undefined },
    { path: '/usr/share/licenses/bulkhead-helper/LICENSE', mode: 0o644 },
  ];
  const spec = rpmSpec(helperPackage, { ...facts, paths });
  expect(spec.slice(spec.indexOf('%files\n'), spec.indexOf('\n\n%changelog'))).toBe(
    [
      '%files',
      '%dir %attr(0755, root, root) "/usr/lib/bulkhead"',
      '%dir %attr(0755, root, root) "/usr/lib/bulkhead/inner"',
      '%dir %attr(0755, root, root) "/usr/share/licenses/bulkhead-helper"',
      '%attr(4755, root, root) "/usr/lib/bulkhead/inner/tool"',
      '"/usr/bin/bulkheadctl"',
      '%license %attr(0644, root, root) "/usr/share/licenses/bulkhead-helper/LICENSE"',
    ].join('\n'),
  );
});

test('folders that come to be on the host leave with the package', () => {
  const spec = rpmSpec(helperPackage, { ...facts, laterFolders: [{ path: '/var/lib/bulkhead', mode: 0o711 }] });
  expect(spec).toMatch(/^mkdir -p '%\{buildroot\}\/var\/lib\/bulkhead'$/m);
  expect(spec).toMatch(/^%ghost %dir %attr\(0711, root, root\) "\/var\/lib\/bulkhead"$/m);
});

test('what a scriptlet runs is there before it, and rpm finds libraries by itself', () => {
  const spec = rpmSpec(selinuxPackage, facts);
  expect(spec).toMatch(/^Requires\(post\): policycoreutils >= 3\.6$/m);
  expect(spec).toMatch(/^Requires\(post\): selinux-policy-base$/m);
  expect(spec).toMatch(/^BuildArch: noarch$/m);
  expect(spec).not.toContain('AutoReq');
});

test('the policy is required where SELinux has one, and names of distributions stand beside each other', () => {
  const spec = rpmSpec(helperPackage, facts);
  expect(spec).toMatch(/^Requires: \(bulkhead-selinux = 1\.2\.3 if selinux-policy-base\)$/m);
  expect(spec).toMatch(/^Requires: \(iproute or iproute2\)$/m);
  expect(spec).toMatch(/^Requires: nodejs\(engine\) >= 20\.19$/m);
});

test('a library that the package brings is not required', () => {
  const paths = ['/opt/Bulkhead/libinner.so', '/opt/Bulkhead/libvulkan.so.1', '/opt/Bulkhead/x.node'];
  const spec = rpmSpec(developmentWindowPackage, { ...facts, paths: paths.map((path) => ({ path, mode: 0o755 })) });
  expect(spec).toMatch(/^%global __requires_exclude \^\(libinner\[\.\]so\|libvulkan\[\.\]so\[\.\]1\)\[\(\]$/m);
  expect(spec).toMatch(/^Provides: bulkhead%\{\?_isa\} = 1\.2\.3$/m);
});

test('a percent sign of the changelog is one', () => {
  expect(rpmSpec(helperPackage, facts)).toContain('%changelog\n* Tue Dec 01 2026 ');
  expect(rpmSpec(helperPackage, facts)).toContain('- At most 5%% more\n');
});
