// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's socket on another machine, as a byte stream through an ssh child. Destroying the stream ends the child;
 * a child that fails ends the stream with ssh's own message.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { HostUnreachableError } from './host-errors.ts';
import { explainSshEnd } from './explain-ssh-end.ts';
import { formatHost } from './parse-host.ts';
import { type RemoteHost, sshArguments, type SshWay } from './ssh-arguments.ts';
import { instancePlaces, readState } from './lab-instance.ts';

export interface SshStreamOptions extends SshWay {
  readonly signal: AbortSignal;
  /** Names the ssh program. */
  readonly program?: string;
  /** Added to the environment of ssh: who answers its questions. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes all that ssh has said so far; it then says each step. */
  readonly onWords?: (words: string) => void;
}

type SshChild = ChildProcessByStdio<Writable, Readable, Readable>;

const maxWords = 32_768;
const lastWordsMs = 500;

export async function openSshStream(host: RemoteHost, options: SshStreamOptions): Promise<Duplex> {
  options.signal.throwIfAborted();
  if (host.kind === 'lab') await demandLab(host);
  const verbose = options.onWords === undefined ? [] : ['-v'];
  const child = spawn(options.program ?? 'ssh', [...verbose, ...sshArguments(host, options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  const words = collectWords(child.stderr, options.onWords);
  try {
    await once(child, 'spawn', { signal: options.signal });
  } catch (error) {
    child.kill();
    throw options.signal.aborted
      ? options.signal.reason
      : unreachable(
          host,
          `ssh does not start (${error instanceof Error ? error.message : String(error)}); install the package openssh-client`,
        );
  }
  return streamOf(child, () => explainSshEnd(host, words(), options.socketPath));
}

async function demandLab(host: RemoteHost & { kind: 'lab' }): Promise<void> {
  if ((await readState(instancePlaces(host.name))) !== undefined) return;
  const name = host.name === 'lab' ? '' : ` --name ${host.name}`;
  throw unreachable(host, `this lab does not run; start it with npm run lab -- up${name}`);
}

/** What ssh says, limited in length, because the other side can make it say anything. */
function collectWords(stderr: Readable, onWords: SshStreamOptions['onWords']): () => string {
  let text = '';
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-maxWords);
    onWords?.(text);
  });
  return () => text;
}

/** The stream ends only after the child has: its exit code says whether this is an end or a failure. */
function streamOf(child: SshChild, explain: () => Error): Duplex {
  const { stdin, stdout, stderr } = child;
  const stream = new Duplex({
    read: () => void stdout.resume(),
    // A child that has exited takes no bytes; the reason is reported when its exit code is known.
    write: (chunk: Uint8Array, _encoding, done) => void stdin.write(chunk, () => done()),
    final: (done) => void stdin.end(() => done()),
    destroy(error, done) {
      child.kill();
      stderr.destroy();
      done(error);
    },
  });
  stdin.on('error', () => undefined);
  stdout.on('data', (chunk: Uint8Array) => {
    if (!stream.push(chunk)) stdout.pause();
  });
  void untilEnded(child).then((code) => {
    if (code === 0) stream.push(null);
    else stream.destroy(explain());
  });
  return stream;
}

/**
 * `close` comes when all has been read. A connection that several ssh processes share can keep a pipe open, so after a
 * while `exit` is enough.
 */
function untilEnded(child: SshChild): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('close', resolve);
    child.once('exit', (code) => setTimeout(resolve, lastWordsMs, code));
  });
}

function unreachable(host: RemoteHost, reason: string): HostUnreachableError {
  return new HostUnreachableError(formatHost(host), reason);
}
