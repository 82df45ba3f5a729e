// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { developmentWindowPackage, maintainer, packageList, selinuxPackage } from '../../../packaging/packages.ts';
import { controlFile } from './deb-control.ts';

const facts = {
  version: '1.2.3',
  maintainer: 'Somebody <somebody@example.org>',
  architecture: 'arm64',
  installedSize: 7,
} as const;

test('is what dpkg reads: fields, and a description in lines of at most 79 characters', () => {
  const text = controlFile(selinuxPackage, facts);
  expect(text).toMatch(/^Package: bulkhead-selinux\nVersion: 1\.2\.3\nArchitecture: all\nMaintainer: Somebody </);
  const lines = text.trimEnd().split('\n');
  const description = lines.slice(lines.findIndex((line) => line.startsWith('Description: ')) + 1);
  expect(description).toContain(' .');
  for (const line of description) expect(line).toMatch(/^ \S.{0,78}$/);
});

test('a field without values is left out', () => {
  expect(controlFile(selinuxPackage, facts)).not.toMatch(/^(?:Recommends|Conflicts)/m);
});

test('the window of closed networks says what it is, and takes the place of the shipped one', () => {
  const text = controlFile(developmentWindowPackage, facts);
  expect(text).toMatch(/^Package: bulkhead-development$/m);
  expect(text).toMatch(/^Conflicts: bulkhead$/m);
  expect(text).toMatch(/^Provides: bulkhead \(= 1\.2\.3\)$/m);
  expect(text.replaceAll('\n', '')).toMatch(/gets no security\s+updates/);
});

test('the helper runs by the Node.js of the distribution, and comes after its policy', () => {
  const [helper] = packageList({ isDevelopment: false });
  expect(helper?.debian.depends).toContain('nodejs (>= 20.19)');
  expect(helper?.debian.depends).toContain('bulkhead-selinux (= ${version})');
  expect(helper?.rpm.depends).toContain('(bulkhead-selinux = ${version} if selinux-policy-base)');
});

test('who publishes packages is named in them', () => {
  expect(maintainer({ DEBFULLNAME: 'A B', DEBEMAIL: 'a@example.org' })).toBe('A B <a@example.org>');
  expect(maintainer({})).toMatch(/^The Bulkhead authors <.*\.invalid>$/);
});
