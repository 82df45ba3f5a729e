// SPDX-License-Identifier: Apache-2.0
/**
 * Copies the files that a container has written, as they lie on the disk: owners, modes, times, hard links, holes, and
 * the attributes and devices by which an overlay marks what is removed. Nothing may change them meanwhile.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { Failure } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { openShifted } from '../../system/native/mounts.ts';
import type { IdShift } from '../../system/native/user-namespace.ts';
import { mustRunProgram, ProgramError, runProgram } from '../../system/programs/run-program.ts';

export interface TreeCopy {
  /** The files belong to this container, which an error names. */
  readonly container: string;
  /** Paths of folders of the helper, which no container can change. */
  readonly from: string;
  /** Is created, or holds nothing. */
  readonly to: string;
  /** Shifts owners where the copies belong to other ids than the files. */
  readonly ids?: IdShift;
}

/** A copy may take long, on a slow disk. */
const timeoutMs = 6 * 3600 * 1000;

/** The file that the program gets first. With `-Z` the copies get the labels of their place, not those of the files. */
const inherited = '/proc/self/fd/3/.';

/**
 * The copy is on the disk after it was flushed only. Fails with `disk-full`, or with `container-failed` and the program's words.
 * What was copied until then stays.
 */
export async function copyTree({ container, from, to, ids }: TreeCopy, signal: AbortSignal): Promise<void> {
  const folder = openSync(from, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const source = ids === undefined ? folder : shiftedOrClosed(folder, ids);
  try {
    await mustRunProgram(
      '/usr/bin/cp',
      [
        ...['--recursive', '--no-dereference', '--preserve=mode,ownership,timestamps,links,xattr'],
        ...['--reflink=auto', '--sparse=auto', '-Z', '--no-target-directory', '--', inherited, to],
      ],
      { descriptors: [source], timeoutMs, signal },
    );
  } catch (error) {
    throw asFailure(error, container, to);
  } finally {
    closeSync(source);
    if (source !== folder) closeSync(folder);
  }
}

/**
 * What the files of a folder take on the disk, in bytes, when nothing of them is shared with others. Files that vanish
 * meanwhile do not count.
 */
export async function measureTree(folder: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await runProgram('/usr/bin/du', ['--summarize', '--block-size=1', '--', folder], {
    timeoutMs,
    signal,
  });
  const bytes = Number.parseInt(stdout, 10);
  if (Number.isNaN(bytes)) throw new Error(`cannot measure ${folder}: du gives no number`);
  return bytes;
}

function shiftedOrClosed(folder: number, ids: IdShift): number {
  try {
    return openShifted(folder, ids);
  } catch (error) {
    closeSync(folder);
    throw error;
  }
}

function asFailure(error: unknown, name: string, path: string): unknown {
  if (!(error instanceof ProgramError)) return error;
  if (/No space left on device|Disk quota exceeded/.test(error.lastOutput)) return new Failure('disk-full', { path });
  return new Failure('container-failed', {
    name,
    reason: say('its files cannot be copied: {lastOutput}', { lastOutput: error.lastOutput }),
  });
}
