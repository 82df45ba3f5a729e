// SPDX-License-Identifier: Apache-2.0
/** The process that reads a policy and answers questions about it. It runs as nobody, with limited memory. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { startWithoutRights, type WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup, WorkLimits, WorkPlace } from '../../system/programs/work-group.ts';
import type { startDecompiler } from './kernel-policy.ts';
import { endOfPolicy, type FromReader } from './questions.ts';

export interface Reader {
  readonly child: ChildProcess;
  readonly input: Writable;
  readonly place: WorkPlace;
  /** The end of what it wrote to stderr. */
  readonly words: { readonly text: string };
  /** The number of the policy that it has read, or reads now. */
  sequence: number | undefined;
  /** Resolves when it has read the whole of that policy and of those before. */
  ready: Promise<void>;
  onRead: () => void;
  readonly waiting: Map<number, { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }>;
}

interface ReaderProgram {
  readonly program: string;
  readonly work: WorkGroup;
  /** Who the process runs as; the caller's own user when undefined. */
  readonly user: WithoutRights | undefined;
}

export const hasEnded = say('the process that reads it has ended');

/**
 * Memory is limited. Reading a policy makes much garbage once; with a larger nursery and without the baseline compiler
 * it takes half the time.
 */
const workLimits: WorkLimits = { memoryBytes: 512 * 1024 * 1024, processes: 32 };
const readerFlags = ['--max-old-space-size=384', '--min-semi-space-size=32', '--no-sparkplug'];

export function startReader({ program, work, user }: ReaderProgram): Reader {
  const { file, args, identity } = startWithoutRights(user, [process.execPath, ...readerFlags, program]);
  const child = spawn(file, args, {
    env: { PATH: '/usr/bin' },
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    ...identity,
  });
  const place = work.open('reader', workLimits);
  place.admit(child);
  const { stdin: input, stderr } = child;
  if (input === null || stderr === null) throw new Error('the process that reads the policy has no pipes');
  const reader: Reader = {
    child,
    input,
    place,
    words: wordsOf(stderr),
    waiting: new Map(),
    sequence: undefined,
    ready: Promise.resolve(),
    onRead: () => undefined,
  };
  // Its end is what counts, and not that of the pipe.
  input.on('error', () => undefined);
  child.on('message', (message) => takeReply(reader, message as FromReader));
  return reader;
}

function takeReply(reader: Reader, reply: FromReader): void {
  if (reply.kind === 'ready') {
    reader.onRead();
    return;
  }
  const caller = reader.waiting.get(reply.id);
  reader.waiting.delete(reply.id);
  if (reply.kind === 'answer') caller?.resolve(reply.answer as never);
  else caller?.reject(new Error(`cannot answer from the policy: ${reply.reason}`));
}

/** Writes the loaded policy to the process; resolves when the process has read the whole of it. */
export async function feedPolicy(reader: Reader, decompile: typeof startDecompiler): Promise<void> {
  const { child, input, place } = reader;
  const decompiler = decompile();
  place.admit(decompiler);
  const words = wordsOf(decompiler.stderr);
  const watch = new AbortController();
  const { signal } = watch;
  const failed = once(child, 'exit', { signal }).then(() =>
    fail('policy-unavailable', { reason: reader.words.text.trim() || hasEnded }),
  );
  const missing = once(decompiler, 'error', { signal }).then(([error]: Error[]) =>
    fail('policy-unavailable', {
      reason: say('checkpolicy cannot be run ({message}); install the package checkpolicy on the host', {
        message: error?.message ?? '',
      }),
    }),
  );
  const ended = once(decompiler, 'close', { signal }).then(([code]: unknown[]) => {
    if (code !== 0)
      fail('policy-unavailable', {
        reason: say('checkpolicy ended with {code}: {decompiler}', {
          code: String(code),
          decompiler: words.text.trim(),
        }),
      });
  });
  for (const quiet of [failed, missing, ended]) quiet.catch(() => undefined);
  const isRead = new Promise<void>((resolve) => (reader.onRead = resolve));
  const fed = pipeline(decompiler.stdout, input, { end: false })
    // A process that ends does not read on, and says more than its pipe.
    .catch(() => failed)
    .then(() => ended)
    .then(() => input.write(endOfPolicy))
    .then(() => isRead);
  try {
    await Promise.race([fed, failed, missing]);
  } finally {
    watch.abort();
  }
}

/** Keeps the end of what a program writes to stderr. */
function wordsOf(stderr: Readable): { readonly text: string } {
  const words = { text: '' };
  stderr.setEncoding('utf8').on('data', (text: string) => (words.text = (words.text + text).slice(-2000)));
  return words;
}
