// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { compareVersions } from './debian-version.ts';
import { createStanzaParser } from './read-stanzas.ts';
import { createUpdatesReader } from './read-updates.ts';

describe('versions of Debian packages', () => {
  it.each([
    ['1.0', '1.0', 0],
    ['1.0', '1.1', -1],
    ['1.9', '1.10', -1],
    ['1:0.9', '2.0', 1],
    ['1.0~rc1', '1.0', -1],
    ['1.0~~', '1.0~', -1],
    ['1.0-1', '1.0-1+deb13u1', -1],
    ['1.0-1', '1.0-1.1', -1],
    ['1.0a', '1.0+', -1],
    ['1.0', '1.0a', -1],
    ['2.36-9+deb12u10', '2.36-9+deb12u9', 1],
    ['0.1-1-2', '0.1-1-10', -1],
    ['1.007', '1.7', 0],
    ['99999999999999999998', '99999999999999999999', -1],
  ])('%s and %s compare as dpkg does', (one, other, order) => {
    expect([Math.sign(compareVersions(one, other)), Math.sign(compareVersions(other, one))]).toEqual([
      order,
      -order + 0,
    ]);
  });
});

describe('stanzas', () => {
  it('are whole, in whatever pieces they come, and long lines are left out', () => {
    const text = `Package: a\nDescription: ${'x'.repeat(9000)}\n y\nVersion: 1\n\nVersion: 2\n\nPackage: b\nVersion: 2\n\n`;
    for (const size of [1, 7, 100, 100_000]) {
      const parser = createStanzaParser();
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      );
      expect(pieces.flatMap((piece) => parser.push(piece)).map((one) => [one.package, one.version])).toEqual([
        ['a', '1'],
        ['b', '2'],
      ]);
    }
  });
});

describe('the updates of a container', () => {
  let root: string;
  const read = createUpdatesReader();

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bulkhead-updates-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const installed = (name: string, version: string, status = 'install ok installed', architecture = 'amd64') =>
    `Package: ${name}\nStatus: ${status}\nArchitecture: ${architecture}\nVersion: ${version}\n\n`;
  const offered = (name: string, version: string, architecture = 'amd64') =>
    `Package: ${name}\nArchitecture: ${architecture}\nVersion: ${version}\n\n`;
  const status = 'var/lib/dpkg/status';
  const list = 'var/lib/apt/lists/mirror.example.org_debian_dists_trixie_main_binary-amd64_Packages';
  const security =
    'var/lib/apt/lists/mirror.example.org_debian-security_dists_trixie-security_main_binary-amd64_Packages';

  it('are the installed packages of which a list has a newer version, those for security first', async () => {
    write(
      status,
      installed('bash', '5.1') +
        installed('held', '1', 'hold ok installed') +
        installed('gone', '1', 'deinstall ok config-files') +
        installed('openssl', '3.0-1') +
        installed('tzdata', '2025a', undefined, 'all') +
        installed('libc6', '2.41', undefined, 'i386'),
    );
    write(
      list,
      offered('bash', '5.2') +
        offered('held', '2') +
        offered('gone', '2') +
        offered('openssl', '3.0-1') +
        offered('tzdata', '2025b', 'all') +
        offered('libc6', '2.42'),
    );
    write(security, offered('openssl', '3.0-1+deb13u1') + offered('new', '1'));
    expect(await read('web', root)).toEqual({
      isDebian: true,
      updates: {
        state: 'known',
        count: 3,
        securityCount: 1,
        packages: [
          { name: 'openssl', installed: '3.0-1', newer: '3.0-1+deb13u1', isSecurity: true },
          { name: 'bash', installed: '5.1', newer: '5.2', isSecurity: false },
          { name: 'tzdata', installed: '2025a', newer: '2025b', isSecurity: false },
        ],
        listsAt: expect.closeTo(Date.now() / 1000, -2) as number,
      },
    });
    write(status, installed('bash', '5.2'));
    expect((await read('web', root)).updates).toMatchObject({ count: 0 });
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['no packages of dpkg', {}],
    ['no lists of packages', { [status]: installed('bash', '1') }],
    ['are compressed', { [status]: installed('bash', '1'), [`${list}.lz4`]: '' }],
    ['too large', { [status]: `Package: ${'x'.repeat(9 * 2 ** 20)}`, [list]: '' }],
  ])('are not known where it has %s', async (reason, files) => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    expect(inEnglish((await read('db', root)).updates)).toEqual({
      state: 'unknown',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('are read neither through a link nor of what is no file', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'bulkhead-outside-'));
    try {
      writeFileSync(join(outside, 'status'), installed('bash', '1'));
      mkdirSync(join(root, 'var/lib'), { recursive: true });
      symlinkSync(outside, join(root, 'var/lib/dpkg'));
      expect((await read('db', root)).isDebian).toBe(false);
      unlinkSync(join(root, 'var/lib/dpkg'));
      mkdirSync(join(root, 'var/lib/dpkg'));
      symlinkSync(join(outside, 'status'), join(root, status));
      expect((await read('db', root)).isDebian).toBe(false);
      unlinkSync(join(root, status));
      mkdirSync(join(root, status));
      expect((await read('db', root)).isDebian).toBe(false);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});
