// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSigningKey, type SigningKey } from '../../../packaging/fixtures/signing-key.ts';
import { stubRpm } from '../../../packaging/fixtures/stub-rpm.ts';
import { writeRepository } from './write-repository.ts';

const scratch = mkdtempSync(join(tmpdir(), 'bulkhead-repository-'));
let signing: SigningKey;

beforeAll(() => {
  signing = createSigningKey();
});
afterAll(() => {
  signing.remove();
  rmSync(scratch, { recursive: true });
});

/** Makes a package that holds nothing, and gives its path. */
function emptyDeb(version: string): string {
  const folder = mkdtempSync(join(scratch, 'deb-'));
  mkdirSync(join(folder, 'DEBIAN'));
  const fields = ['Package: bulkhead-helper', `Version: ${version}`, 'Architecture: amd64', 'Maintainer: A <a@b.c>'];
  writeFileSync(join(folder, 'DEBIAN/control'), [...fields, 'Description: empty', ''].join('\n'));
  const path = join(scratch, `bulkhead-helper_${version}_amd64.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', folder, path], { stdio: 'pipe' });
  return path;
}

const emptyRpm = (version: string): string =>
  stubRpm({ name: 'bulkhead-helper', version, provides: [], output: scratch });

/** Makes repositories in a folder of their own, of one release after another, and gives the folder. */
async function repositoryOf(...versions: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'repository-'));
  for (const version of versions) {
    const packages = [emptyDeb(version), emptyRpm(version)];
    await writeRepository({ folder, packages, key: signing.fingerprint, address: `file://${folder}` });
  }
  return folder;
}

/** Runs apt as a host does that trusts this repository and no other, after it has read the index. */
function askApt(folder: string, ...words: readonly string[]): { readonly code: number | null; readonly said: string } {
  const state = mkdtempSync(join(scratch, 'apt-'));
  for (const name of ['sources', 'lists/partial', 'cache/archives/partial'])
    mkdirSync(join(state, name), { recursive: true });
  const sources = readFileSync(join(folder, 'apt/bulkhead.sources'), 'utf8');
  writeFileSync(join(state, 'sources/bulkhead.sources'), sources.replace('/etc/apt/keyrings', `${folder}/apt`));
  const settings = {
    'Dir::State::lists': join(state, 'lists'),
    'Dir::Cache': join(state, 'cache'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(state, 'sources'),
    'Dir::Etc::trustedparts': join(state, 'none'),
    'APT::Sandbox::User': '',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const update = spawnSync('apt-get', [...options, '--error-on=any', 'update'], { encoding: 'utf8' });
  if (update.status !== 0) return { code: update.status, said: update.stderr };
  const { status, stdout, stderr } = spawnSync('apt-cache', [...options, ...words], { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

/** Checks the signature of a package against the key of its repository, and no other. */
function checkRpm(folder: string, name: string): string {
  const database = ['--dbpath', mkdtempSync(join(scratch, 'rpmdb-'))];
  execFileSync('rpmkeys', [...database, '--import', join(folder, 'rpm/RPM-GPG-KEY-bulkhead')], { stdio: 'pipe' });
  const { stdout } = spawnSync('rpmkeys', [...database, '--checksig', join(folder, 'rpm', name)], { encoding: 'utf8' });
  return stdout.trim().replace(/^.*: /, '');
}

it('makes a repository that apt trusts by its key, with the packages of earlier releases', async () => {
  const folder = await repositoryOf('1.0', '1.1');
  const { code, said } = askApt(folder, 'madison', 'bulkhead-helper');
  expect(code).toBe(0);
  expect(said.split('\n').flatMap((line) => line.split('|')[1]?.trim() ?? [])).toEqual(['1.1', '1.0']);
});

it('makes a repository that apt does not read once its index was changed', async () => {
  const folder = await repositoryOf('1.0');
  const release = join(folder, 'apt/dists/stable/InRelease');
  writeFileSync(release, readFileSync(release, 'utf8').replace('Origin: Bulkhead', 'Origin: Somebody'));
  expect(askApt(folder, 'madison', 'bulkhead-helper')).toEqual({
    code: 100,
    said: expect.stringMatching(/signature/i) as string,
  });
});

it('makes a repository of RPM packages that have signatures of their own, as has the index', async () => {
  const folder = await repositoryOf('1.0');
  const name = 'bulkhead-helper-1.0-1.noarch.rpm';
  expect(checkRpm(folder, name)).toBe('digests signatures OK');
  appendFileSync(join(folder, 'rpm', name), 'x');
  expect(checkRpm(folder, name)).toBe('DIGESTS SIGNATURES NOT OK');
  const index = join(folder, 'rpm/repodata/repomd.xml');
  const verify = (): number | null => spawnSync('gpg', ['--batch', '--verify', `${index}.asc`, index]).status;
  expect(verify()).toBe(0);
  appendFileSync(index, ' ');
  expect(verify()).not.toBe(0);
});

it.each([
  ['no fingerprint', 'somebody@example.org', /give the 40 digits of its fingerprint/],
  ['a key that the keyring does not have', 'A'.repeat(40), /has no secret key of it that signs/],
])('writes nothing when it is given %s', async (_case, key, problem) => {
  const folder = join(scratch, 'none');
  const request = { folder, packages: [emptyDeb('1.0')], key, address: 'https://example.org' };
  await expect(writeRepository(request)).rejects.toThrow(problem);
  expect(existsSync(folder)).toBe(false);
});

it('writes nothing for an address that would break the files for hosts', async () => {
  const folder = join(scratch, 'none');
  const request = {
    folder,
    packages: [emptyDeb('1.0')],
    key: signing.fingerprint,
    address: 'https://a b\nTrusted: yes',
  };
  await expect(writeRepository(request)).rejects.toThrow(/give one of https/);
  expect(existsSync(folder)).toBe(false);
});

it.each([
  ['Debian', 'apt', emptyDeb],
  ['RPM', 'rpm', emptyRpm],
] as const)('makes only the repository of %s packages where there are no others', async (_case, kind, make) => {
  const folder = mkdtempSync(join(scratch, 'one-kind-'));
  const request = { folder, key: signing.fingerprint, address: 'https://example.org' };
  await expect(writeRepository({ ...request, packages: [] })).rejects.toThrow(/without packages/);
  await writeRepository({ ...request, packages: [make('1.0')] });
  expect(readdirSync(folder)).toEqual([kind]);
});
