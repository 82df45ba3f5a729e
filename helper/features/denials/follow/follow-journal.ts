// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the audit records in journald's journal as `journalctl -o json` writes them, for a host without auditd. The
 * journal's cursor names the place for a later start, and for a new journalctl when the running one ends. Reading is on
 * demand: journalctl waits when nothing is requested.
 */

import { Buffer } from 'node:buffer';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { closeOnExecAll } from '../../../system/native/native.ts';
import type { FollowItem } from './follow-item.ts';

export interface JournalOptions {
  readonly signal: AbortSignal;
  /** Seconds since the epoch: what is older is left out. */
  readonly since: number;
  /** An earlier start ended there: what is before it is known. */
  readonly position?: string | undefined;
  readonly program?: string;
  readonly quietMs?: number;
  /** Passes before another journalctl is started. */
  readonly pauseMs?: number;
}

/** Both transports: without its audit socket journald has the records from the kernel's ring. */
const matches = ['_TRANSPORT=audit', '_TRANSPORT=kernel'];
const fields = 'MESSAGE,_TRANSPORT,_AUDIT_TYPE,_AUDIT_TYPE_NAME,_AUDIT_ID,_SOURCE_REALTIME_TIMESTAMP,SYSLOG_FACILITY';
const newline = 0x0a;

export async function* followJournal(options: JournalOptions): AsyncGenerator<FollowItem, void, undefined> {
  const { signal, since, program = 'journalctl', pauseMs = 1000 } = options;
  let cursor = cursorOf(options.position);
  while (!signal.aborted) {
    const child = startJournal(
      program,
      cursor === undefined ? `--since=@${Math.floor(since)}` : `--after-cursor=${cursor}`,
    );
    try {
      for await (const item of itemsOf(child, options)) {
        if (item.kind === 'bytes') cursor = cursorOf(item.position) ?? cursor;
        yield item;
      }
    } finally {
      child.kill('SIGKILL');
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Starts it in a folder and with variables of our own, and no pager; without `--all`, long messages are left out. */
function startJournal(program: string, from: string): ChildProcess {
  closeOnExecAll();
  const child = spawn(
    program,
    [
      '--output=json',
      `--output-fields=${fields}`,
      '--all',
      '--no-pager',
      '--quiet',
      '--follow',
      '--no-tail',
      from,
      ...matches,
    ],
    {
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  // Its end is seen by its output's.
  child.on('error', () => undefined);
  return child;
}

async function* itemsOf(
  { stdout }: ChildProcess,
  { signal, quietMs = 100 }: JournalOptions,
): AsyncGenerator<FollowItem, void, undefined> {
  if (stdout === null) return;
  // Ends with the signal too.
  const end = once(stdout, 'end', { signal }).catch(() => undefined);
  const endOfLine = createLineEnd();
  while (!signal.aborted) {
    const bytes = stdout.read() as Buffer | null;
    if (bytes !== null) yield { kind: 'bytes', bytes, position: endOfLine(bytes) };
    else if (stdout.readableEnded) return;
    else if (!(await isReadable(stdout, end, quietMs))) {
      yield { kind: 'quiet' };
      await isReadable(stdout, end, undefined);
    }
  }
}

/** False when the time passes first. */
async function isReadable(stdout: Readable, end: Promise<unknown>, milliseconds: number | undefined): Promise<boolean> {
  const enough = new AbortController();
  const readable = once(stdout, 'readable', { signal: enough.signal }).then(
    () => true,
    () => true,
  );
  const waits = [readable, end.then(() => true)];
  if (milliseconds !== undefined) waits.push(sleep(milliseconds, false, { signal: enough.signal }).catch(() => true));
  const result = await Promise.race(waits);
  enough.abort();
  return result;
}

/** The position of the last whole line so far: an entry may come in several pieces. */
function createLineEnd(): (bytes: Buffer) => string | undefined {
  let begun: Buffer[] = [];
  let position: string | undefined;
  return (bytes) => {
    const last = bytes.lastIndexOf(newline);
    if (last === -1) {
      begun.push(Buffer.from(bytes));
      return position;
    }
    const before = bytes.lastIndexOf(newline, last - 1);
    const line =
      before === -1 || last === 0
        ? Buffer.concat([...begun, bytes.subarray(0, last)])
        : bytes.subarray(before + 1, last);
    begun = [Buffer.from(bytes.subarray(last + 1))];
    position = positionOf(line) ?? position;
    return position;
  };
}

const cursorSchema = z.object({ __CURSOR: z.string().regex(/^[\w=;]{1,300}$/) });

function positionOf(line: Buffer): string | undefined {
  try {
    const { __CURSOR: cursor } = cursorSchema.parse(JSON.parse(line.toString('utf8')));
    return `journal ${cursor}`;
  } catch {
    return undefined;
  }
}

function cursorOf(position: string | undefined): string | undefined {
  return position?.startsWith('journal ') === true ? position.slice('journal '.length) : undefined;
}
