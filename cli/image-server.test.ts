// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Image } from '../contract/model/host/image.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import {
  type ImageServer,
  keyring,
  otherKeyring,
  serveImages,
  signedServer,
  trixieRoot,
} from '../image-servers/fixtures/serve-images.ts';

const made: Image = {
  name: 'debian-13',
  description: '',
  architecture: 'amd64',
  sizeBytes: 1024,
  createdAt: 1,
  hasInit: true,
  sha256: 'ab'.repeat(32),
  origin: null,
  usedBy: [],
  application: null,
};
const digest = 'a2c1f6b705b981d38912bbed393caf77e0567875e7666087be8ec1b60f5b56f1';

let server: ImageServer;

beforeEach(async () => {
  server = await serveImages();
});
afterEach(() => server.stop());

const find = (...words: readonly string[]): ReturnType<typeof runCommand> =>
  runCommand(['image', 'find', ...words, '--server', server.address, '--architecture', 'amd64'], {});

describe('image find', () => {
  it('shows the newest of each image that has a root file system as tar', async () => {
    const { stdout, stderr } = await find('--json');
    expect(stderr).toBe('');
    expect(linesOf(stdout)).toEqual([
      expect.objectContaining({
        aliases: ['alpine/3.22'],
        version: '20261120_13:00',
        bytes: 4,
        address: `${server.address}/images/alpine/combined.tar.gz`,
      }),
      expect.objectContaining({
        aliases: ['debian/trixie', 'debian/13'],
        version: '20261127_05:24',
        sha256: digest,
        address: `${server.address}/images/debian/new/rootfs.tar.xz`,
      }),
    ]);
  });

  it('takes parts of names, and lays the answer out', async () => {
    expect((await find('DEB', '13')).stdout).toBe(
      'NAME           ARCHITECTURE  VERSION         SIZE  ALSO CALLED\n' +
        'debian/trixie  amd64         20261127_05:24  18 B  debian/13\n',
    );
    expect((await find('fedora')).stderr).toBe(`${server.address} has no such image for amd64.\n`);
  });

  it('reads a signed index, and no other than the keyring has signed', async () => {
    expect((await find('alpine', '--keyring', keyring)).stdout).toContain('alpine/3.22');
    const { exitCode, stdout, stderr } = await find('--keyring', otherKeyring);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^bulkheadctl: cannot read .*index\.sjson: its signature is not one of .*other-keyring\.gpg: /,
    );
  });

  it('rejects an index that was changed after it was signed', async () => {
    const path = '/streams/v1/images.sjson';
    const signed = readFileSync(join(signedServer, path), 'utf8');
    server.answers.set(path, signed.replace('debian/new', 'debian/bad'));
    expect((await find('--keyring', keyring)).stderr).toMatch(/its signature is not one of .*BAD signature/);
  });

  it('believes nothing without https but this machine, or a signature', async () => {
    const words = ['image', 'find', '--server', 'http://images.invalid'];
    expect((await runCommand(words, {})).stderr).toBe(
      'bulkheadctl: cannot read http://images.invalid/streams/v1/index.json: without https only a signed index is used: ' +
        'give --keyring, or an address with https\n',
    );
  });

  it('follows where the server leads, but not to where anybody may answer', async () => {
    const path = '/streams/v1/index.json';
    server.answers.set('/moved.json', readFileSync(join(signedServer, path), 'utf8'));
    server.movedTo.set(path, '/moved.json');
    expect((await find('alpine')).stdout).toContain('alpine/3.22');
    server.movedTo.set('/moved.json', 'http://images.invalid/index.json');
    expect((await find('alpine')).stderr).toMatch(/images\.invalid\/index\.json: without https only a signed index/);
    server.movedTo.set('/moved.json', path);
    expect((await find('alpine')).stderr).toMatch(/the server leads to nowhere/);
  });

  it.each([
    ['a server that has no images', undefined, /the server answers 404 Not Found/],
    ['what is no JSON', '<html>', /it is not the index of a server of images/],
    ['another JSON', '{"index": 7}', /its index is not one of a server of images/],
  ])('says so of %s', async (_, answer, words) => {
    server.answers.set('/streams/v1/index.json', answer);
    const { exitCode, stderr } = await find();
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(words)]);
  });
});

describe('image import lxc:NAME', () => {
  it('sends what the server has, with the digest of its index', async () => {
    let params: object = {};
    let content = '';
    const socketPath = await given({
      async *'image.import'(asked, { input }) {
        params = asked;
        for await (const message of input) {
          if (message.type === 'end') break;
          content += Buffer.from(message.data).toString();
        }
        yield { step: 'unpack', receivedBytes: content.length, files: 1, bytes: 1 };
        return { image: made, files: 1, setId: 0, leftOut: { devices: 0, attributes: 0 } };
      },
    });
    const words = ['image', 'import', 'lxc:debian/13', '--as', 'debian-13', '--server', `${server.address}/`];
    const { exitCode } = await runCommand([...words, '--architecture', 'amd64'], { socketPath });
    expect([exitCode, content]).toEqual([0, trixieRoot]);
    expect(params).toEqual({
      image: 'debian-13',
      sha256: digest,
      origin: `${server.address} debian/trixie amd64 20261127_05:24`,
    });
  });

  it.each([
    ['lxc:debian/12', 'there is no image of that name; "bulkheadctl image find" shows those that there are'],
    ['lxc:alpine/3.22', 'there is none for riscv64, but for amd64; choose with --architecture'],
  ])('says what there is instead of %s', async (source, reason) => {
    const words = ['image', 'import', source, '--as', 'other', '--server', server.address, '--architecture', 'riscv64'];
    const { exitCode, stderr } = await runCommand(words, {});
    expect([exitCode, stderr]).toEqual([
      1,
      `bulkheadctl: cannot read ${source.slice(4)} of ${server.address}: ${reason}\n`,
    ]);
  });
});

describe('image newer', () => {
  const newer = async (...origins: readonly (string | null)[]): ReturnType<typeof runCommand> => {
    const socketPath = await given({
      'image.list': async () => ({
        images: origins.map((origin, index) => ({ ...made, name: `image-${index}`, origin })),
      }),
    });
    return runCommand(['image', 'newer', '--json'], { socketPath });
  };

  it('shows those that are older than what their server has, or that it has no more', async () => {
    const { stdout } = await newer(
      `${server.address} debian/13 amd64 20261126_05:24`,
      `${server.address} debian/trixie amd64 20261127_05:24`,
      `${server.address} debian/buster amd64 20200101_05:24`,
      ...['root.tar', null],
    );
    expect(linesOf(stdout)).toEqual([
      expect.objectContaining({ image: 'image-0', version: '20261126_05:24', newest: '20261127_05:24' }),
      expect.objectContaining({ image: 'image-2', newest: null }),
    ]);
  });
});
