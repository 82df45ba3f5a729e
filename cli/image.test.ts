// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { Image } from '../contract/model/host/image.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const image: Image = {
  name: 'debian-13',
  description: 'Debian 13',
  architecture: 'amd64',
  sizeBytes: 312 * 1024 ** 2,
  createdAt: 1_795_500_000,
  sha256: 'ab'.repeat(32),
  origin: 'root.tar',
  hasInit: true,
  usedBy: ['web'],
  application: null,
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-image-'));
  mkdirSync(join(folder, 'root'));
  writeFileSync(join(folder, 'root/file'), 'content');
  writeFileSync(join(folder, 'root.tar'), Buffer.alloc(1_000_000, 7));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Received {
  params?: object;
  bytes: Buffer;
}

/** Takes an archive, and keeps it. */
async function takingHost(received: Received): Promise<string> {
  return given({
    async *'image.import'(params, { input }) {
      received.params = params;
      for await (const message of input) {
        if (message.type === 'end') break;
        received.bytes = Buffer.concat([received.bytes, message.data]);
      }
      yield { step: 'unpack', receivedBytes: received.bytes.length, files: 3, bytes: 10 };
      return { image: { ...image, name: params.image }, files: 3, setId: 0, leftOut: { devices: 1, attributes: 0 } };
    },
  });
}

describe('image import', () => {
  it('sends a file, and says what was made of it', async () => {
    const received: Received = { bytes: Buffer.alloc(0) };
    const socketPath = await takingHost(received);
    const file = join(folder, 'root.tar');
    const words = ['image', 'import', file, '--as', 'mine', '--sha256', 'AB'.repeat(32), '--description', 'of mine'];
    expect(await runCommand(words, { socketPath })).toEqual({
      exitCode: 0,
      stdout: 'made the image mine (312 MiB, amd64)\n',
      stderr: expect.stringMatching(
        /^unpacking: .*\(3 files\)\n1 device was left out; a container gets devices of its own\.\n$/,
      ) as string,
    });
    expect(received.bytes.equals(Buffer.alloc(1_000_000, 7))).toBe(true);
    expect(received.params).toEqual({
      image: 'mine',
      origin: 'root.tar',
      sha256: 'ab'.repeat(32),
      description: 'of mine',
    });
  });

  it('sends what is piped to it, and answers in JSON', async () => {
    const received: Received = { bytes: Buffer.alloc(0) };
    const socketPath = await takingHost(received);
    const stdin = new PassThrough();
    stdin.end('a stream');
    const { stdout, stderr } = await runCommand(['image', 'import', '-', '--as', 'mine', '--json'], {
      socketPath,
      stdin,
    });
    expect([received.bytes.toString(), received.params, stderr]).toEqual(['a stream', { image: 'mine' }, '']);
    expect(linesOf(stdout)).toEqual([
      { step: 'unpack', received_bytes: 8, files: 3, bytes: 10 },
      { done: expect.objectContaining({ name: 'mine', left_out: { devices: 1, attributes: 0 } }) as object },
    ]);
  });

  it('packs a folder', async () => {
    const received: Received = { bytes: Buffer.alloc(0) };
    const socketPath = await takingHost(received);
    await runCommand(['image', 'import', join(folder, 'root'), '--as', 'mine'], { socketPath });
    expect(received.bytes.toString('latin1')).toMatch(/^\.\/.*\.\/file.*content/s);
  });

  it('says that a file is not there, and asks the host for nothing', async () => {
    const socketPath = await given({});
    expect(await runCommand(['image', 'import', '/nonexistent', '--as', 'mine'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: 'bulkheadctl: cannot read /nonexistent: there is no such file\n',
    });
  });

  it('ends when the host ends it, though not all was sent', async () => {
    const socketPath = await given({
      async *'image.import'() {
        yield { step: 'unpack', receivedBytes: 0, files: 0, bytes: 0 };
        fail('archive-unusable', { reason: 'it is no tar archive' });
      },
    });
    const stdin = new PassThrough();
    stdin.write('more is never sent');
    expect(await runCommand(['image', 'import', '-', '--as', 'mine', '--quiet'], { socketPath, stdin })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'bulkheadctl: cannot unpack the archive: it is no tar archive\n',
    });
  });

  it('ends when its file cannot be read to the end, and says why', async () => {
    const received: Received = { bytes: Buffer.alloc(0) };
    const socketPath = await takingHost(received);
    const stdin = Readable.from(
      (function* () {
        yield Buffer.from('a part');
        throw new Error('the pipe broke');
      })(),
    );
    const { exitCode, stderr } = await runCommand(['image', 'import', '-', '--as', 'mine'], { socketPath, stdin });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('the pipe broke')]);
  });
});

describe('the other commands of images', () => {
  it('show them, as a table and as lines', async () => {
    const socketPath = await given({ 'image.list': async () => ({ images: [image] }) });
    expect((await runCommand(['image', 'ls'], { socketPath })).stdout).toMatch(
      /^NAME.*\ndebian-13 +amd64 +312 MiB .* 1 +Debian 13\n$/,
    );
    expect(linesOf((await runCommand(['image', 'ls', '--json'], { socketPath })).stdout)).toEqual([
      expect.objectContaining({ name: 'debian-13', used_by: ['web'], has_init: true }),
    ]);
    expect((await runCommand(['image', 'show', 'debian-13'], { socketPath })).stdout).toMatch(/origin +root\.tar\n/);
  });

  it('name the packages of an image that have security updates, and say by whose lists', async () => {
    const packages = [
      { name: 'openssl', installed: '3.5.1-1', newer: '3.5.4-1', isSecurity: true },
      { name: 'base-files', installed: '13.8', newer: '13.9', isSecurity: false },
    ];
    const socketPath = await given({
      'image.list': async () => ({ images: [image] }),
      'image.updates': async () => ({
        updates: { state: 'known', count: 2, securityCount: 1, listsAt: 1e9, packages, listsOf: 'host' },
      }),
    });
    expect((await runCommand(['image', 'show', 'debian-13'], { socketPath })).stdout).toMatch(
      /updates +2 updates, 1 of them for security \(the host's lists of .*\): openssl 3\.5\.4-1\n/,
    );
    const [shown] = linesOf((await runCommand(['image', 'show', 'debian-13', '--json'], { socketPath })).stdout);
    expect(shown).toMatchObject({ name: 'debian-13', updates: { count: 2, security: 1, lists_of: 'host' } });
  });

  it('say what to do where there is none', async () => {
    const socketPath = await given({ 'image.list': async () => ({ images: [] }) });
    expect((await runCommand(['image', 'ls'], { socketPath })).stderr).toBe(
      'There are no images. Make one with: bulkheadctl image import FILE --as IMAGE\n',
    );
  });

  it('name the containers that need an image that is to be removed', async () => {
    const socketPath = await given({
      'image.remove': async ({ image: name }) => fail('image-in-use', { image: name, containers: ['web', 'db'] }),
    });
    expect((await runCommand(['image', 'rm', 'debian-13', '--yes'], { socketPath })).stderr).toBe(
      'bulkheadctl: cannot remove the image debian-13: it is the lower layer of web, db; remove these containers first\n',
    );
  });
});
