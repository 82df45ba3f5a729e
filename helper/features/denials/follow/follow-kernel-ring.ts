// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the audit records in the kernel's ring, for a host on which neither auditd nor journald reads them. Each read
 * of /dev/kmsg gives one message; only the kernel's own are passed on, since a program may write there too. It counts
 * what the ring dropped before it was read, and what the kernel suppressed in a storm.
 */

import { Buffer } from 'node:buffer';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowItem } from './follow-item.ts';
import { codeOf } from '../../../system/errno.ts';

export interface KernelRingOptions {
  readonly signal: AbortSignal;
  /** An earlier start ended there. */
  readonly position?: string | undefined;
  readonly ring?: KernelRing;
  readonly pollMs?: number;
}

export const dropped = Symbol('dropped');

/** Reads the ring, one message at a time. */
export interface KernelRing {
  /** Different after each boot, when numbers begin again. */
  readonly boot: string;
  /** Undefined at the end; {@link dropped} when messages were overwritten before they were read. */
  next(): string | typeof dropped | undefined;
  close(): void;
}

const maxAtOnce = 256;

export async function* followKernelRing({
  signal,
  position,
  ring = openKernelRing(),
  pollMs = 200,
}: KernelRingOptions): AsyncGenerator<FollowItem, void, undefined> {
  const known = sequenceOf(position, ring.boot);
  let isQuiet = false;
  try {
    while (!signal.aborted) {
      const { lines, lost, sequence, hasMore } = readSome(ring, known);
      if (lost > 0) yield { kind: 'lost', count: lost };
      if (lines.length > 0)
        yield {
          kind: 'bytes',
          bytes: Buffer.from(`${lines.join('\n')}\n`, 'latin1'),
          position: `kernel ${ring.boot} ${sequence}`,
          isKnown: sequence <= known,
        };
      if (hasMore) continue;
      if (!isQuiet || lines.length > 0) yield { kind: 'quiet' };
      isQuiet = true;
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    ring.close();
  }
}

function sequenceOf(position: string | undefined, boot: string): number {
  const [kind, ofBoot, sequence] = (position ?? '').split(' ');
  return kind === 'kernel' && ofBoot === boot ? Number(sequence) : -1;
}

interface Some {
  readonly lines: readonly string[];
  readonly lost: number;
  readonly sequence: number;
  readonly hasMore: boolean;
}

/**
 * Some messages, then other work gets a turn. One call's messages end where the known ones end, so that no new one
 * counts as known.
 */
function readSome(ring: KernelRing, known: number): Some {
  const lines: string[] = [];
  let lost = 0;
  let sequence = -1;
  for (let count = 0; count < maxAtOnce; count += 1) {
    const message = ring.next();
    if (message === undefined) return { lines, lost, sequence, hasMore: false };
    if (message === dropped) lost += 1;
    const record = message === dropped ? undefined : auditRecord(message);
    if (record === undefined) continue;
    sequence = record.sequence;
    if (typeof record.suppressed === 'number') lost += record.suppressed;
    else lines.push(record.line);
    if (sequence === known) break;
  }
  return { lines, lost, sequence, hasMore: true };
}

type Message =
  | { readonly sequence: number; readonly line: string; readonly suppressed?: undefined }
  | { readonly sequence: number; readonly suppressed: number };

/**
 * `5,123,456789,-;audit: type=1400 audit(1795533833.415:1196): avc:  denied ...`; programs wrote those with a facility
 * above 0.
 */
function auditRecord(message: string): Message | undefined {
  const match = /^(\d+),(\d+),\d+,[^;]*;(?:audit: )(.*)/.exec(message);
  if (match === null || Number(match[1]) >= 8) return undefined;
  const [, , sequence, text = ''] = match;
  if (text.startsWith('type=')) return { sequence: Number(sequence), line: text };
  const suppressed = /^kauditd_printk_skb: (\d+) callbacks suppressed/.exec(text)?.[1];
  return suppressed === undefined ? undefined : { sequence: Number(sequence), suppressed: Number(suppressed) };
}

/** Longer than the kernel's longest message with its prefix. */
const messageBytes = 16 * 1024;

function openKernelRing(path = '/dev/kmsg'): KernelRing {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.allocUnsafe(messageBytes);
  return {
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(),
    next() {
      try {
        return buffer.toString('latin1', 0, readSync(descriptor, buffer));
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EAGAIN') return undefined;
        // The next read continues with the oldest message that still exists.
        if (code === 'EPIPE') return dropped;
        throw error;
      }
    },
    close: () => closeSync(descriptor),
  };
}
