// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { usableStanzas } from './apt-sources.ts';

const archive = 'Types: deb\nURIs: http://archive.example/debian\nSuites: trixie trixie-updates\nComponents: main';
const security = 'Types: deb\nURIs: https://archive.example/security\nSuites: trixie-security\nComponents: main';
const folder = 'Types: deb\nURIs: file:/srv/packages\nSuites: ./\nTrusted: yes';
const older = archive.replaceAll('trixie', 'bookworm');

test('archives of the release are kept; folders and other releases are not', () => {
  expect(usableStanzas([archive, folder, security, older].join('\n\n'), 'trixie')).toEqual([archive, security]);
});

test('comments and blank lines alone give nothing', () => {
  expect(usableStanzas('# nothing here\n\n\n', 'trixie')).toEqual([]);
});
