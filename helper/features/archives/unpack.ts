// SPDX-License-Identifier: Apache-2.0
/**
 * Unpacks the archive of a stranger by a chain of processes: what unpacks its compression and what reads it run as
 * nobody, and `tar`, which writes the files as root, gets a plain archive from them. It has the capabilities for owners
 * and modes only, so it can make no device.
 */

import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fail, Failure } from '../../../contract/errors.ts';
import { hasCode } from '../../system/errno.ts';
import { startWithoutRights, type WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup, WorkLimits } from '../../system/programs/work-group.ts';
import { visibleLine } from '../../system/visible-line.ts';
import { type Compression, compressionOf, sayMissing } from './compression.ts';
import { type ChainInput, feedChain, type Received, takeBeginning } from './feed-chain.ts';
import type { TreeKind } from '../../system/programs/tar-of-folder.ts';
import type { Unpack, Unpacked, UnpackRequest } from './ports.ts';
import { cutOff, type Report, reportSchema, type Task } from './reader/protocol.ts';

export interface UnpackOptions {
  /** The program that reads archives, beside the helper's own. */
  readonly reader: string;
  /** Who reads; the caller's own user when undefined. */
  readonly user?: WithoutRights;
  /** Where all of it runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
}

type Done = Extract<Report, { readonly type: 'done' }>;

/** A name takes about 150 bytes while an archive is read. */
const workLimits: WorkLimits = { memoryBytes: 768 * 1024 ** 2, processes: 64 };
const readerFlags = ['--max-old-space-size=512', '--disable-proto=delete'];
const environment: NodeJS.ProcessEnv = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const maxWords = 2000;

/** A layer of an overlay has attributes that only a right over the whole system sets. */
const capabilities: Readonly<Record<TreeKind, string>> = {
  root: '-all,+chown,+dac_override,+fowner,+fsetid,+setfcap',
  layer: '-all,+chown,+dac_override,+fowner,+fsetid,+setfcap,+sys_admin',
};
const attributes: Readonly<Record<TreeKind, readonly string[]>> = {
  root: ['--xattrs-include=security.capability'],
  layer: ['--xattrs-include=security.capability', '--xattrs-include=trusted.overlay.*'],
};

export function createUnpack({ reader, user, work }: UnpackOptions): Unpack {
  return async (request, signal) => {
    signal.throwIfAborted();
    const chunks = request.input[Symbol.asyncIterator]();
    const beginning = await takeBeginning(chunks);
    const compression = compressionOf(beginning);
    if (compression.problem !== undefined) fail('archive-unusable', { reason: `it ${compression.problem}` });
    const place = work.open('archive', workLimits);
    const chain = startChain({ request, compression, reader, user }, (child) => place.admit(child));
    const kill = (): void => chain.kill();
    signal.addEventListener('abort', kill, { once: true });
    try {
      if (signal.aborted) kill();
      const received = await feedChain({ beginning, rest: chunks, onReceived: request.onReceived }, chain, signal);
      const done = await chain.ended;
      signal.throwIfAborted();
      return unpackedOf(done, received);
    } catch (error) {
      // A killed chain fails too; why it was killed says more.
      signal.throwIfAborted();
      if (place.isOutOfMemory) fail('archive-unusable', { reason: 'to keep track of its names takes too much memory' });
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
      // Not waited for: a client may never send what is asked of it now.
      void chunks.return?.().catch(() => undefined);
      await chain.gone;
      await place.end();
    }
  };
}

interface Chain extends ChainInput {
  readonly reports: Readable;
  /** What the reader reports at its end, once the files are written. Rejects with why they are not. */
  readonly ended: Promise<Done>;
  /** Resolves when no process of it is left. */
  readonly gone: Promise<unknown>;
  kill(): void;
}

interface ChainOptions {
  readonly request: UnpackRequest;
  readonly compression: Compression;
  readonly reader: string;
  readonly user: UnpackOptions['user'];
}

/** The last of the chain starts first, and each gets the input of the next for its output. */
function startChain({ request, compression, reader, user }: ChainOptions, admit: (child: ChildProcess) => void): Chain {
  const { layout, keeps, limits, target, scratch } = request;
  const start = (
    file: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly stdio: StdioOptions; readonly asUser: boolean },
  ): Member => {
    const started = startWithoutRights(options.asUser ? user : undefined, [file, ...args]);
    const child = spawn(started.file, started.args, {
      env: environment,
      cwd: options.cwd,
      stdio: options.stdio,
      ...started.identity,
    });
    admit(child);
    return memberOf(child);
  };
  const tar = start('/usr/bin/setpriv', tarArguments(keeps), {
    cwd: target,
    asUser: false,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const task: Task = {
    layout: layout === 'detect' ? layout : { ...layout, members: [...layout.members] },
    keeps,
    limits,
  };
  const parser = start(process.execPath, [...readerFlags, reader, JSON.stringify(task)], {
    cwd: scratch,
    asUser: true,
    stdio: ['pipe', tar.stdin, 'pipe', 'pipe'],
  });
  tar.stdin.destroy();
  const members = [tar, parser];
  let first = parser;
  const { program } = compression;
  if (program !== undefined) {
    first = start(program.path, program.args, {
      cwd: scratch,
      asUser: true,
      stdio: ['pipe', parser.stdin, 'pipe'],
    });
    parser.stdin.destroy();
    members.push(first);
  }
  const last = lastReport(parser, request);
  let hasEnded = false;
  const ended = Promise.all([last, ...members.map(({ ending }) => ending)]).then(([report, written, parsed, plain]) => {
    if (program !== undefined && plain?.isMissing === true) unusable(sayMissing(program));
    if (written?.isMissing === true) unusable('setpriv is not on the host; install the package util-linux');
    if (/No space left on device|Disk quota exceeded/.test(written?.words ?? '')) fail('disk-full', { path: target });
    if (plain !== undefined && (plain.code ?? 0) > 0 && !isOtherProblem(report))
      unusable(`${isGarbage(plain) ? 'other data follow its end' : 'it is damaged'}: ${plain.words}`);
    if (report?.type === 'failed') throw failureOf(report, target);
    if (report?.type !== 'done' || parsed?.code !== 0)
      unusable(`what reads it has ended: ${parsed?.words ?? 'without a reason'}`);
    if (written?.code !== 0) unusable(`tar says: ${written?.words ?? ''}`);
    return report;
  });
  const settle = (): void => void (hasEnded = true);
  ended.then(settle, settle);
  return {
    input: first.stdin,
    reports: parser.reports,
    ended,
    hasEnded: () => hasEnded,
    gone: Promise.allSettled(members.map(({ ending }) => ending)),
    kill: () => members.forEach(({ child }) => child.kill('SIGKILL')),
  };
}

function tarArguments(keeps: TreeKind): readonly string[] {
  return [
    ...[`--bounding-set=${capabilities[keeps]}`, '--inh-caps=-all', '--no-new-privs', '--', '/usr/bin/tar'],
    ...['--extract', '--file=-', '--numeric-owner', '--same-owner', '--same-permissions'],
    ...['--delay-directory-restore', '--no-selinux', '--no-acls', '--xattrs', ...attributes[keeps]],
    ...['--warning=no-timestamp', '--blocking-factor=512'],
  ];
}

interface Ending {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly words: string;
  readonly isMissing: boolean;
}

interface Member {
  readonly child: ChildProcess;
  readonly stdin: Writable;
  readonly reports: Readable;
  readonly ending: Promise<Ending>;
}

function memberOf(child: ChildProcess): Member {
  const { stdin, stderr } = child;
  const [, , , reports] = child.stdio;
  if (stdin === null || stderr === null) throw new Error('a process of the chain has no pipes');
  // The next of the chain has ended: its ending says why.
  stdin.on('error', () => undefined);
  let words = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-maxWords)));
  return {
    child,
    stdin,
    reports: (reports ?? stderr) as Readable,
    ending: new Promise((resolve) => {
      child.once('error', (error) =>
        resolve({ code: null, words: error.message, isMissing: hasCode(error, 'ENOENT') }),
      );
      // The shell of the entry ends so when there is no such program.
      child.once('close', (code) => resolve({ code, words: visibleLine(lastLine(words)), isMissing: code === 127 }));
    }),
  };
}

/** Passes the reader's progress on, and gives its last words; undefined when it has none. */
async function lastReport({ reports }: Member, { onProgress }: UnpackRequest): Promise<Report | undefined> {
  let last: Report | undefined;
  for await (const line of createInterface({ input: reports })) {
    last = reportSchema.parse(JSON.parse(line));
    if (last.type === 'progress') onProgress({ files: last.files, bytes: last.bytes });
  }
  return last;
}

function unpackedOf({ type: _type, ...report }: Done, { bytes, sha256 }: Received): Unpacked {
  return { ...report, sha256, receivedBytes: bytes };
}

function failureOf({ isDiskFull, problem }: Extract<Report, { readonly type: 'failed' }>, path: string): Failure {
  if (isDiskFull) return new Failure('disk-full', { path });
  return new Failure('archive-unusable', { reason: problem });
}

/** Says whether all was unpacked, and something else follows in the same file. */
function isGarbage({ words }: Ending): boolean {
  return words.includes('trailing garbage');
}

/** Says whether the reader had a reason of its own to end; then what unpacks for it fails too. */
function isOtherProblem(report: Report | undefined): boolean {
  return report?.type === 'failed' && !report.problem.startsWith(cutOff);
}

function unusable(reason: string): never {
  fail('archive-unusable', { reason });
}

function lastLine(words: string): string {
  return words.trim().split('\n').slice(-1).join('');
}
