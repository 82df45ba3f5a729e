// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { rpmChangelog } from './rpm-changelog.ts';

const facts = { version: '1.1.0', maintainer: 'Somebody <somebody@example.org>', time: Date.UTC(2026, 11, 1) / 1000 };

test('has an entry for each version, and what is not released yet is of the version that is built', () => {
  const text = [
    '# Changelog\n\nAn introduction.\n',
    '## [Unreleased]\n\nNothing yet.\n\n### Added\n\n- One thing.\n- Another,\n  in two lines.\n\n### Fixed\n\n- A third.\n',
    '## [1.0.0] - 2026-11-09\n\n- The first.\n',
  ].join('\n');
  expect(rpmChangelog(text, facts)).toBe(
    [
      '* Tue Dec 01 2026 Somebody <somebody@example.org> - 1.1.0-1',
      '- One thing.',
      '- Another, in two lines.',
      '- A third.',
      '',
      '* Mon Nov 09 2026 Somebody <somebody@example.org> - 1.0.0-1',
      '- The first.',
      '',
    ].join('\n'),
  );
});

test('a version of which nothing is said has no entry', () => {
  expect(rpmChangelog('## [Unreleased]\n\n## [1.0.0] - 2026-11-09\n\n- The first.\n', facts)).not.toContain('1.1.0');
});
