// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { registryImageSchema } from '../contract/rules/registry-image.ts';
import { fetchRegistryImage, skopeoArchive } from './fetch-registry-image.ts';

const reference = 'registry.example.org:5000/shop/web:2';
const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Takes the place of skopeo: a script of the shell with skopeo's arguments. */
const script =
  (text: string) =>
  (source: string, options: readonly string[] = []): ReturnType<typeof skopeoArchive> => ({
    ...skopeoArchive(source),
    file: 'sh',
    args: ['-c', text, 'sh', source, ...options],
  });

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

it('has skopeo copy the image as an archive to its output, with no word that the reference adds', () => {
  expect(skopeoArchive(`docker://${reference}`).args).toEqual([
    'copy',
    '--quiet',
    '--',
    `docker://${reference}`,
    'docker-archive:/dev/stdout',
  ]);
});

it('gives a login by a file of this user alone, which is gone in the end', async () => {
  const login = { user: 'ops', password: 'a secret' };
  const program = script('echo "$1"; file="${2#--src-authfile=}"; stat -c %a "$file"; cat "$file"');
  const [source, mode, auth = ''] = (
    await textOf(fetchRegistryImage({ reference, login }, { signal, folder, program }))
  )
    .trim()
    .split('\n');
  expect([source, mode]).toEqual([`docker://${reference}`, '600']);
  expect(JSON.parse(auth)).toEqual({
    auths: { 'registry.example.org:5000': { auth: Buffer.from('ops:a secret').toString('base64') } },
  });
  expect(await readdir(folder)).toEqual([]);
});

it('says what skopeo says, and removes the login then too', async () => {
  const login = { user: 'ops', password: 'a secret' };
  const program = script('echo "unauthorized: authentication required" >&2; exit 1');
  await expect(textOf(fetchRegistryImage({ reference, login }, { signal, folder, program }))).rejects.toThrow(
    `cannot read ${reference}: sh says: unauthorized: authentication required`,
  );
  expect(await readdir(folder)).toEqual([]);
});

it('says what to install where skopeo is not there', async () => {
  const program: typeof skopeoArchive = (source) => ({ ...skopeoArchive(source), file: '/nonexistent/skopeo' });
  await expect(textOf(fetchRegistryImage({ reference, login: null }, { signal, program }))).rejects.toThrow(
    '/nonexistent/skopeo is not on this machine; install the package skopeo',
  );
});

it.each(['docker.io/library/nginx', 'quay.io/a/b:1.2-rc_3', `ghcr.io/a@sha256:${'0'.repeat(64)}`, 'localhost:5000/a'])(
  'takes %s',
  (name) => {
    expect(registryImageSchema().safeParse({ reference: name, login: null }).success).toBe(true);
  },
);

it.each([
  'nginx',
  '-x/y',
  'docker://docker.io/a',
  'docker.io/A',
  'docker.io/a:',
  'docker.io/../a',
  'a/b\n',
  'a/b c',
  '',
])('rejects %j', (name) => {
  expect(registryImageSchema().safeParse({ reference: name, login: null }).success).toBe(false);
});
