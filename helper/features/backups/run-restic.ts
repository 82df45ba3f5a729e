// SPDX-License-Identifier: Apache-2.0
/**
 * Runs restic with an argument array, with the capabilities that a command needs and no others, in a cgroup of its own.
 * Its key is in a file that only root reads; neither arguments nor messages have it.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { closeOnExecAll } from '../../system/native/native.ts';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { parseOrNull } from './parse-line.ts';

const resticProgram = '/usr/bin/restic';

export interface ResticHost {
  /** An empty folder that only root can enter, for what restic writes down meanwhile. */
  readonly temporary: string;
  readonly work: Pick<WorkGroup, 'open'>;
}

/** Names the folder of a repository, and the file of its key. */
export interface OpenedRepository {
  readonly folder: string;
  readonly keyFile: string;
}

export interface ResticCommand {
  readonly args: readonly string[];
  /** Says whether it reads, or writes, files of containers besides the repository. */
  readonly files?: keyof typeof capabilities;
  /** It runs there; in the root folder when left out. */
  readonly workingFolder?: string;
  /** Gets each line of its output as it comes; the output is not kept then. */
  readonly onLine?: (line: string) => void;
}

/** The codes with which restic says what is wrong with a repository. */
export const resticCodes = { noRepository: 10, locked: 11, wrongKey: 12 } as const;

/** Restic ended with another code than 0. The message is the last that it said. */
export class ResticError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Attributes of an overlay are read and written by who has a right over the whole system only. */
const capabilities = {
  none: '-all',
  reads: '-all,+dac_read_search,+sys_admin',
  writes: '-all,+chown,+dac_override,+dac_read_search,+fowner,+fsetid,+mknod,+setfcap,+sys_admin',
} as const;
/** Its memory grows with the number of files in the repository. */
const limits = { memoryBytes: 768 * 1024 ** 2, processes: 128 };
/** Milliseconds that it gets to end what it does, and to take its lock from the repository. */
const endTimeoutMs = 20_000;
const maxOutput = 64 * 1024 ** 2;
const maxWords = 16 * 1024;

export function hasRestic(): boolean {
  return existsSync(resticProgram);
}

/**
 * Gives what it printed, as UTF-8. Rejects with a {@link ResticError}, or with the reason of the signal once it has ended:
 * an abort asks it to end, and kills it where it does not.
 */
export async function runRestic(
  host: ResticHost,
  opened: OpenedRepository,
  command: ResticCommand & { readonly signal: AbortSignal },
): Promise<string> {
  const { signal } = command;
  signal.throwIfAborted();
  const place = host.work.open('restic', limits);
  try {
    const child = start(host, opened, command);
    place.admit(child);
    const { code, output, words } = await heard(child, command);
    signal.throwIfAborted();
    if (place.isOutOfMemory) throw new ResticError(code, 'it needs more memory than it may have');
    if (code !== 0) throw new ResticError(code, messageOf(words));
    return output;
  } finally {
    await place.end();
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start(
  { temporary }: ResticHost,
  { folder, keyFile }: OpenedRepository,
  { args, files = 'none', workingFolder = '/' }: ResticCommand,
): Child {
  closeOnExecAll();
  return spawn(
    '/usr/bin/setpriv',
    [
      ...['--pdeathsig=KILL', `--bounding-set=${capabilities[files]}`, '--inh-caps=-all', '--no-new-privs'],
      ...['--', resticProgram, '--no-cache', '--json', ...args],
    ],
    {
      env: {
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        TMPDIR: temporary,
        RESTIC_REPOSITORY: folder,
        RESTIC_PASSWORD_FILE: keyFile,
        // It says as often in a second how far it is; 60 times when left out.
        RESTIC_PROGRESS_FPS: '5',
      },
      cwd: workingFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

interface Heard {
  readonly code: number;
  readonly output: string;
  readonly words: string;
}

function heard(
  child: Child,
  { onLine, signal }: Pick<ResticCommand, 'onLine'> & { readonly signal: AbortSignal },
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    let output = '';
    let words = '';
    let deadline: NodeJS.Timeout | undefined;
    const kill = (): void => void child.kill('SIGKILL');
    const end = (): void => {
      child.kill('SIGINT');
      deadline = setTimeout(kill, endTimeoutMs);
    };
    signal.addEventListener('abort', end, { once: true });
    if (onLine === undefined)
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.length > maxOutput) kill();
      });
    else createInterface({ input: child.stdout, crlfDelay: Infinity }).on('line', onLine);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-maxWords)));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', end);
      resolve({ code: code ?? 128, output, words });
    });
  });
}

const endSchema = z.object({ message_type: z.literal('exit_error'), message: z.string() });

/** The message of the last line that has one; else the last line. */
function messageOf(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const said = lines.map((line) => endSchema.safeParse(parseOrNull(line)).data?.message);
  return (said.findLast((message) => message !== undefined) ?? lines.at(-1) ?? 'it does not say why').trim();
}
