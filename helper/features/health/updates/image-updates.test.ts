// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GivenImageUpdates } from '../../../../contract/model/host/image-updates.ts';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { readImageUpdates } from './image-updates.ts';
import { createUpdatesReader } from './read-updates.ts';

let folder: string;
const list = 'var/lib/apt/lists/deb.example_debian-security_dists_trixie-security_main_binary-amd64_Packages';
const trixie = 'PRETTY_NAME="Debian"\nID=debian\nVERSION_CODENAME=trixie\n';

const stanza = (name: string, version: string, more = ''): string =>
  `Package: ${name}\n${more}Architecture: amd64\nVersion: ${version}\n\n`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-image-updates-'));
  write('image/var/lib/dpkg/status', stanza('openssl', '3.5.1-1', 'Status: install ok installed\n'));
  write('image/usr/lib/os-release', trixie);
  write('host/usr/lib/os-release', trixie);
  write(`host/${list}`, stanza('openssl', '3.5.4-1'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const read = (): Promise<GivenImageUpdates> =>
  readImageUpdates('debian-13', join(folder, 'image'), {
    readUpdates: createUpdatesReader(),
    hostRoot: join(folder, 'host'),
  });

it("are those of the host's lists, where both are of one release", async () => {
  expect(await read()).toMatchObject({
    state: 'known',
    listsOf: 'host',
    count: 1,
    securityCount: 1,
    packages: [{ name: 'openssl', installed: '3.5.1-1', newer: '3.5.4-1', isSecurity: true }],
  });
});

it('are those of its own lists, where it has some', async () => {
  write(`image/${list}`, stanza('openssl', '3.5.2-1'));
  expect(await read()).toMatchObject({ listsOf: 'image', packages: [{ newer: '3.5.2-1' }] });
});

it.each([
  ['of another release', trixie.replace('trixie', 'bookworm')],
  ['of another distribution', trixie.replace('debian', 'ubuntu')],
  ['of none that it names', 'ID=debian\n'],
])('are not known for an image %s', async (_, release) => {
  write('image/usr/lib/os-release', release);
  const updates = await read();
  expect(updates.state === 'unknown' && inEnglish(updates.reason)).toContain('the host is not of the same release');
});

it('are read below the image, whatever its links lead to', async () => {
  rmSync(join(folder, 'image/usr/lib/os-release'));
  symlinkSync(join(folder, 'host/usr/lib/os-release'), join(folder, 'image/usr/lib/os-release'));
  expect(await read()).toMatchObject({ state: 'unknown' });
});
