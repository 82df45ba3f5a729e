// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { Image } from '../contract/model/host/image.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { runCommand } from './fixtures/run-command.ts';

const made: Image = {
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

let folder = '';
/** What the helper was asked for, and how mmdebstrap was run. */
let asked: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drill-image-'));
  asked = [];
  const program = join(folder, 'mmdebstrap');
  writeFileSync(program, '#!/bin/sh\nprintf "%s" "$*"\n');
  chmodSync(program, 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Runs a drill on a host that has no image until one is imported. */
async function drill(...words: readonly string[]): ReturnType<typeof runCommand> {
  let hasImage = false;
  const host = await startSocketHost({
    async *'drill.run'() {
      asked.push('drill');
      yield { type: 'step', step: 'check', fraction: 0 };
      if (!hasImage) fail('image-not-found', { image: 'drill-web' });
      fail('lxc-unavailable', { reason: 'it is enough' });
    },
    async *'image.import'({ image }, { input }) {
      const pieces: Uint8Array[] = [];
      for await (const message of input) {
        if (message.type === 'end') break;
        pieces.push(message.data);
      }
      asked.push([image, Buffer.concat(pieces).toString().includes(',apache2,libapache2-mod-php ')]);
      hasImage = true;
      yield { step: 'unpack', receivedBytes: 1, files: 1, bytes: 1 };
      return { image: made, files: 1, setId: 0, leftOut: { devices: 0, attributes: 0 } };
    },
  });
  const result = await runCommand(['drill', 'run', ...words], { socketPath: host.socketPath });
  await host.close();
  return result;
}

describe('a drill on a host without an image', () => {
  it('makes the image of Debian', async () => {
    const { stderr } = await drill();
    expect(stderr).toContain('drill-web is made of Debian, and kept');
    expect(asked).toEqual(['drill', ['drill-web', true], 'drill']);
  });

  it.each([['--json'], ['--member', 'two', '--image', 'a', '--pool', 'b']])('makes none with %s', async (...words) => {
    const { exitCode } = await drill(...words);
    expect(exitCode).toBe(1);
    expect(asked.filter(Array.isArray)).toEqual([]);
  });
});
