// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the records that the kernel multicasts, while auditd writes nothing. They are stored nowhere, so there is no
 * position: what was counted from them is kept once a log is followed again.
 */

import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditSocket, openAuditSocket, overrun } from '../../../system/native/audit-socket.ts';
import type { FollowItem } from './follow-item.ts';

export interface AuditSocketOptions {
  readonly signal: AbortSignal;
  readonly open?: () => AuditSocket;
  readonly pollMs?: number;
}

const maxAtOnce = 256;

export async function* followAuditSocket({
  signal,
  open = openAuditSocket,
  pollMs = 100,
}: AuditSocketOptions): AsyncGenerator<FollowItem, void, undefined> {
  const socket = open();
  let isQuiet = false;
  try {
    while (!signal.aborted) {
      const { lines, lost, hasMore } = readSome(socket);
      if (lost > 0) yield { kind: 'lost', count: lost };
      if (lines.length > 0) yield { kind: 'bytes', bytes: Buffer.from(`${lines.join('\n')}\n`, 'latin1') };
      if (hasMore) continue;
      if (!isQuiet || lines.length > 0) yield { kind: 'quiet' };
      isQuiet = true;
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    socket.close();
  }
}

/** The kernel does not say how many it dropped: each time counts as one. */
function readSome(socket: AuditSocket): {
  readonly lines: readonly string[];
  readonly lost: number;
  readonly hasMore: boolean;
} {
  const lines: string[] = [];
  let lost = 0;
  for (let count = 0; count < maxAtOnce; count += 1) {
    const record = socket.next();
    if (record === undefined) return { lines, lost, hasMore: false };
    if (record === overrun) lost += 1;
    else lines.push(record);
  }
  return { lines, lost, hasMore: true };
}
