// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at the processes of a container and at what they have open, from the host: by descriptors that were opened for
 * their path only, so that nothing is read of it, and no program that serves it is asked.
 */

import { closeSync, opendirSync, openSync, readlinkSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { say } from '../../../../contract/text.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { textOfName } from '../../../system/native/byte-names.ts';
import { pathOnly } from '../../../system/native/native.ts';
import type { SeenObject } from './judge-object.ts';
import type { Tally } from './tally.ts';

export interface ProcessesToLookAt {
  readonly pids: readonly number[];
  readonly contextOf: (pid: number) => string | undefined;
  readonly labelOf: (fd: number) => string | undefined;
}

const maxProcesses = 256;
const maxOfProcess = 128;
const maxDescriptors = 4096;
/** Objects without a label of their own: the kernel has one inode for most of them. */
const anonymous = /^anon_inode:/;

export async function lookAtProcesses(
  { pids, contextOf, labelOf }: ProcessesToLookAt,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  if (pids.length > maxProcesses)
    tally.leave(say('{count} processes after the first', { count: pids.length - maxProcesses }));
  let [cut, unlabelled] = [0, 0];
  for (const pid of pids.slice(0, maxProcesses)) {
    await nextTurn();
    signal.throwIfAborted();
    const context = contextOf(pid);
    if (context === undefined) continue;
    const most = Math.min(maxOfProcess, maxDescriptors - tally.looked.descriptor - tally.looked.socket);
    const opened = readDescriptors(pid, most, labelOf);
    // The number may be that of another process by now.
    if (contextOf(pid) !== context) continue;
    const comm = textOf(`/proc/${pid}/comm`)?.replace(/\n$/, '') ?? '';
    tally.see({ kind: 'process', path: `/proc/${pid} ${comm}` }, () => context);
    if (opened.isCut) cut += 1;
    for (const { object, read } of opened.found) {
      if (anonymous.test(object?.key ?? '')) unlabelled += 1;
      else if (object === undefined) tally.miss(read.error);
      else tally.see(object, () => labelFrom(read));
    }
  }
  if (cut > 0) tally.leave(say('more than {count} descriptors of {cut} processes', { count: maxOfProcess, cut }));
  if (unlabelled > 0)
    tally.leave(say('{count} descriptors of objects to which the kernel gives no label', { count: unlabelled }));
}

interface Reading {
  readonly label?: string | undefined;
  readonly error?: Error;
}

interface Descriptor {
  /** Undefined where it could not be opened. */
  readonly object: Omit<SeenObject, 'label'> | undefined;
  readonly read: Reading;
}

function readDescriptors(
  pid: number,
  most: number,
  labelOf: (fd: number) => string | undefined,
): { readonly found: readonly Descriptor[]; readonly isCut: boolean } {
  const found: Descriptor[] = [];
  try {
    const folder = opendirSync(`/proc/${pid}/fd`);
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        if (found.length >= most) return { found, isCut: true };
        found.push(readDescriptor(`/proc/${pid}/fd/${entry.name}`, labelOf));
      }
    } finally {
      folder.closeSync();
    }
  } catch (error) {
    found.push({ object: undefined, read: failed(error) });
  }
  return { found, isCut: false };
}

function readDescriptor(path: string, labelOf: (fd: number) => string | undefined): Descriptor {
  let fd: number;
  try {
    fd = openSync(path, pathOnly);
  } catch (error) {
    return { object: undefined, read: failed(error) };
  }
  try {
    const target = textOfName(readlinkSync(`/proc/self/fd/${fd}`, 'buffer'));
    const kind = target.startsWith('socket:') ? 'socket' : 'descriptor';
    return { object: { kind, path: `${path} -> ${target}`, key: target }, read: reading(() => labelOf(fd)) };
  } finally {
    closeSync(fd);
  }
}

function reading(read: () => string | undefined): Reading {
  try {
    return { label: read() };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Reading {
  return { error: error instanceof Error ? error : new Error(String(error)) };
}

function labelFrom(read: Reading): string | undefined {
  if (read.error !== undefined) throw read.error;
  return read.label;
}
