// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the process that has read the loaded policy: it starts with the first question, reads again when the kernel has
 * another policy, and ends when it gets no question for a while. It runs as nobody, with limited memory.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail, Failure } from '../../../contract/errors.ts';
import { serviceLimits } from '../../../contract/service-limits.ts';
import { say, type Words } from '../../../contract/text.ts';
import { ownerOf } from '../../system/work/call-owner.ts';
import { createTurns } from '../../system/work/turns.ts';
import { startWithoutRights, type WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup, WorkLimits, WorkPlace } from '../../system/programs/work-group.ts';
import { startDecompiler } from './kernel-policy.ts';
import { endOfPolicy, type FromReader, type QuestionKind, type Questions } from './questions.ts';

export interface PolicyProcess {
  /** Fails with `policy-unavailable` where there is no policy to ask, or the process ends. */
  ask<Kind extends QuestionKind>(
    kind: Kind,
    question: Questions[Kind]['question'],
    signal: AbortSignal,
  ): Promise<Questions[Kind]['answer']>;
  close(): void;
}

export interface PolicyProcessOptions {
  /** The program of the process, beside the helper's own. */
  readonly reader: string;
  /** Changes with the loaded policy; undefined without SELinux. */
  readonly sequence: () => number | undefined;
  /** Writes the policy as CIL. */
  readonly decompile?: typeof startDecompiler;
  /** Milliseconds without a question after which the process is ended. */
  readonly idleMs?: number;
  /** Where it runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
  /** Who the process runs as; the caller's own user when undefined. */
  readonly user?: WithoutRights;
}

interface Reader {
  readonly child: ChildProcess;
  readonly input: Writable;
  readonly place: WorkPlace;
  /** The last that it wrote to stderr. */
  readonly words: { readonly text: string };
  /** The policy that it has read, or reads now. */
  sequence: number | undefined;
  /** Resolves when it has read the whole of it, and of those before. */
  ready: Promise<void>;
  onRead: () => void;
  readonly waiting: Map<number, { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }>;
}

const hasEnded = say('the process that reads it has ended');

/**
 * Memory is limited. Reading a policy makes much garbage once; with a larger nursery and without the baseline compiler
 * it takes half the time.
 */
const workLimits: WorkLimits = { memoryBytes: 512 * 1024 * 1024, processes: 32 };
const readerFlags = ['--max-old-space-size=384', '--min-semi-space-size=32', '--no-sparkplug'];

export function createPolicyProcess({
  reader: program,
  sequence,
  decompile = startDecompiler,
  idleMs = 300_000,
  user,
  work,
}: PolicyProcessOptions): PolicyProcess {
  /** The process answers one question after another. */
  const turns = createTurns({ each: serviceLimits.policyQuestionsPerUser.value });
  let current: Reader | undefined;
  let idle: NodeJS.Timeout | undefined;
  let latestId = 0;

  function readerOfNow(): Reader {
    const now =
      sequence() ?? fail('policy-unavailable', { reason: say('the kernel of this host runs without SELinux') });
    if (current?.sequence === now) return current;
    current ??= start();
    read(current, now);
    return current;
  }

  function start(): Reader {
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
    const waiting: Reader['waiting'] = new Map();
    const words = wordsOf(stderr);
    const reader: Reader = {
      child,
      input,
      place,
      words,
      waiting,
      sequence: undefined,
      ready: Promise.resolve(),
      onRead: () => undefined,
    };
    // Its end is what counts, and not that of the pipe.
    input.on('error', () => undefined);
    child.on('message', (message) => {
      const reply = message as FromReader;
      if (reply.kind === 'ready') {
        reader.onRead();
        return;
      }
      const caller = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === 'answer') caller?.resolve(reply.answer as never);
      else caller?.reject(new Error(`cannot answer from the policy: ${reply.reason}`));
    });
    child.once('exit', () => drop(reader));
    return reader;
  }

  /** Has it read the policy of now. Questions that were sent before are answered from the one that it had. */
  function read(reader: Reader, now: number): void {
    reader.sequence = now;
    reader.ready = reader.ready.then(() => feed(reader, decompile));
    reader.ready.catch(() => drop(reader));
  }

  /** Questions that still wait fail; the next question starts a new process. */
  function drop(reader: Reader): void {
    if (current === reader) current = undefined;
    reader.child.kill('SIGKILL');
    reader.place.end().catch(() => undefined);
    for (const { reject } of reader.waiting.values()) reject(unavailable(hasEnded));
    reader.waiting.clear();
  }

  function end(): void {
    clearTimeout(idle);
    if (current !== undefined) drop(current);
  }

  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(end, idleMs).unref();
  }

  async function ask<Kind extends QuestionKind>(
    kind: Kind,
    question: Questions[Kind]['question'],
    signal: AbortSignal,
  ): Promise<Questions[Kind]['answer']> {
    const reader = readerOfNow();
    rest();
    await abortable(reader.ready, signal);
    latestId += 1;
    const id = latestId;
    const answered = new Promise<Questions[Kind]['answer']>((resolve, reject) => {
      if (!reader.child.connected) reject(unavailable(hasEnded));
      reader.waiting.set(id, { resolve, reject });
    });
    if (reader.child.connected) reader.child.send({ id, kind, question });
    return abortable(answered, signal).finally(() => reader.waiting.delete(id));
  }

  return {
    ask: (kind, question, signal) => turns.run(ownerOf(signal), () => ask(kind, question, signal), signal),
    close: end,
  };
}

/** Resolves when the process has read the whole policy. */
async function feed(reader: Reader, decompile: typeof startDecompiler): Promise<void> {
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

/** The last that a program wrote to stderr. */
function wordsOf(stderr: Readable): { readonly text: string } {
  const words = { text: '' };
  stderr.setEncoding('utf8').on('data', (text: string) => (words.text = (words.text + text).slice(-2000)));
  return words;
}

function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function unavailable(reason: Words): Error {
  return new Failure('policy-unavailable', { reason });
}
