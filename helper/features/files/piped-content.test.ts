// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Input } from '../../../contract/operations/index.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { createPipes } from './piped-content.ts';
import { sentContent } from './sent-content.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-pipes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const descriptors = (): number => readdirSync('/proc/self/fd').length;

/** Reads to the end what a client writes that gets the path. */
async function receive(write: (path: string) => void, signal = neverAborts): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of createPipes(folder).receive(me, write, signal)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

it('what is written comes whole and in its order, however large', async () => {
  const content = Buffer.alloc(1_000_003);
  for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, Math.min(at, content.length - 4));
  const before = descriptors();
  const received = await receive((path) => {
    void open(path, 'w').then(async (file) => {
      await file.writeFile(content);
      await file.close();
    });
  });
  expect(received.equals(content)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(descriptors()).toBe(before);
});

it('nothing may be written too', async () => {
  expect(await receive((path) => closeSync(openSync(path, 'w')))).toHaveLength(0);
});

it('only the user who asked for it may write to it, and nobody may read it', async () => {
  let [mode, uid, gid] = [0, 0, 0];
  await receive((path) => {
    ({ mode, uid, gid } = statSync(path));
    closeSync(openSync(path, 'w'));
  });
  expect([mode & 0o7777, uid, gid]).toEqual([0o200, me.uid, me.gid]);
});

it.runIf(me.uid === 0)(
  'another user can neither write to it nor read it, nor remove it, rename it or make one in its place (N19)',
  async () => {
    const [owner, other] = [65_533, 65_534];
    // Systemd makes the folder of the sockets with this mode.
    chmodSync(folder, 0o755);
    const before = new Set(readdirSync(folder));
    const tryAs = (uid: number, command: string, path: string): string =>
      spawnSync('/bin/sh', ['-c', command, 'sh', path], { uid, gid: uid, encoding: 'utf8', timeout: 10_000 }).stderr;
    const seen: Record<string, string> = {};
    const pieces: Buffer[] = [];
    const onMade = (path: string): void => {
      const attempts = {
        write: 'printf forged > "$1"',
        read: 'cat "$1"',
        remove: 'rm -f -- "$1"',
        rename: 'mv -- "$1" "$1.old"',
        link: 'ln -s /etc/shadow "${1%/*}/pipe-other"',
        make: 'mkfifo "${1%/*}/pipe-other"',
        mode: 'chmod 0666 -- "$1"',
      };
      for (const [name, command] of Object.entries(attempts)) seen[name] = tryAs(other, command, path);
      seen['owner reads'] = tryAs(owner, 'cat "$1"', path);
      seen['owner renames'] = tryAs(owner, 'mv -- "$1" "$1.old"', path);
      expect(readdirSync(folder).filter((name) => !before.has(name))).toEqual([basename(path)]);
      expect(tryAs(owner, 'printf mine > "$1"', path)).toBe('');
    };
    for await (const piece of createPipes(folder).receive({ uid: owner, gid: owner }, onMade, neverAborts))
      pieces.push(Buffer.from(piece));
    for (const [name, words] of Object.entries(seen))
      expect([name, words]).toEqual([name, expect.stringMatching(/denied|not permitted/)]);
    expect(Buffer.concat(pieces).toString()).toBe('mine');
  },
);

it('it ends with the call of a client that never opens it', async () => {
  const call = new AbortController();
  const before = descriptors();
  const received = receive(() => call.abort(new Error('left')), call.signal);
  await expect(received).rejects.toThrow();
  expect(readdirSync(folder)).toEqual([]);
  expect(descriptors()).toBe(before);
});

it('it ends when the content is not wanted any more, and the client learns of that', async () => {
  let client = -1;
  for await (const piece of createPipes(folder).receive(me, begin, neverAborts)) {
    expect(piece).toHaveLength(5);
    break;
  }
  function begin(path: string): void {
    client = openSync(path, 'w');
    writeSync(client, 'begin');
  }
  expect(readdirSync(folder)).toEqual([]);
  await expect.poll(() => codeOfWrite(client)).toBe('EPIPE');
  closeSync(client);
});

it('what an earlier run left is removed, and nothing else', () => {
  execFileSync('mkfifo', [join(folder, 'pipe-left')]);
  writeFileSync(join(folder, 'helper.sock'), '');
  createPipes(folder);
  expect(readdirSync(folder)).toEqual(['helper.sock']);
  expect(() => createPipes(join(folder, 'nothing'))).not.toThrow();
});

it('a client that closes the pipe and does not say that this was all has sent nothing', async () => {
  await expect(collect([], ['part'])).rejects.toThrow(/cancelled/);
  expect(await collect([{ type: 'end' }], ['all'])).toBe('all');
});

it('a client that asked for a pipe sends no data beside it', async () => {
  const messages = [{ type: 'data' as const, data: Buffer.from('more') }, { type: 'end' as const }];
  await expect(collect(messages, ['part'])).rejects.toThrow(/through the pipe/);
  expect(await collect(messages, undefined)).toBe('more');
});

async function collect(
  messages: readonly Input<'file.write'>[],
  piped: readonly string[] | undefined,
): Promise<string> {
  let text = '';
  const pieces = piped === undefined ? undefined : piecesOf(piped);
  for await (const piece of sentContent(messagesOf(messages), pieces)) text += Buffer.from(piece).toString();
  return text;
}

async function* piecesOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* messagesOf(messages: readonly Input<'file.write'>[]): AsyncGenerator<Input<'file.write'>> {
  yield* messages;
}

function codeOfWrite(file: number): string {
  try {
    writeSync(file, 'more');
    return 'written';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

it('it ends with the reason when its client writes nothing for long, and leaves nothing behind (N6)', async () => {
  const before = descriptors();
  const silence = { maxMs: 60_000, later: (end: () => void) => (setImmediate(end), () => undefined) };
  const pieces = createPipes(folder, silence).receive(me, () => undefined, neverAborts);
  await expect(pieces.next()).rejects.toMatchObject({ code: 'client-silent', data: { seconds: 60 } });
  expect(readdirSync(folder)).toEqual([]);
  await expect.poll(descriptors).toBe(before);
});
