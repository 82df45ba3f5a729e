// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selinuxPackage } from '../../../packaging/packages.ts';
import { rpmContentOf, rpmMode, rpmPlace } from './rpm-content.ts';

test('has the licence at its place, and nothing that belongs to a Debian package', () => {
  const component = { 'bom-ref': 'bulkhead', name: 'bulkhead', version: '1.2.3' };
  const sbom = { metadata: { component }, components: [], dependencies: [] };
  const facts = { version: '1.2.3', maintainer: 'Somebody <somebody@example.org>', time: 0, sbom };
  const { files, texts } = rpmContentOf(selinuxPackage, {
    ...facts,
    natives: [],
    checkout: join(import.meta.dirname, '../../..'),
  });
  expect([...texts.keys()]).toEqual([
    '/usr/share/licenses/bulkhead-selinux/LICENSE',
    '/usr/share/licenses/bulkhead-selinux/NOTICE',
  ]);
  expect(files.map(({ target }) => target)).toContain('/usr/libexec/bulkhead-selinux/relabel-files');
});

test('completion of zsh is where its distributions look for it', () => {
  expect(rpmPlace('/usr/share/zsh/vendor-completions/_bulkheadctl')).toBe('/usr/share/zsh/site-functions/_bulkheadctl');
  expect(rpmPlace('/usr/bin/bulkheadctl')).toBe('/usr/bin/bulkheadctl');
});

test('a library is executable, so that rpm looks for what it needs', () => {
  expect(rpmMode('/usr/lib/bulkhead/x.node', 0o644)).toBe(0o755);
  expect(rpmMode('/opt/Bulkhead/libx.so.1', 0o644)).toBe(0o755);
  expect(rpmMode('/usr/lib/bulkhead/x.js', 0o644)).toBe(0o644);
});
