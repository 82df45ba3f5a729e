// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionsSeen, watchConnections } from './connection-watch.ts';
import type { Watched } from './watched.ts';

let proc: string;

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'bulkhead-connections-'));
});
afterEach(() => rmSync(proc, { recursive: true }));

function fill(entries: number): void {
  mkdirSync(join(proc, 'sys/net/netfilter'), { recursive: true });
  writeFileSync(join(proc, 'sys/net/netfilter/nf_conntrack_count'), `${entries}\n`);
  writeFileSync(join(proc, 'sys/net/netfilter/nf_conntrack_max'), '262144\n');
}

function seen(came: number): Watched {
  fill(40);
  const watch = watchConnections(proc);
  watch.look?.();
  fill(40 + came);
  watch.look?.();
  return watch.end();
}

it('sees how many connections came, and takes more than one container may have for harm (N7)', () => {
  const words = 'the host sees 8192 connections come to its table, which holds 8232 of 262144';
  expect(seen(8192)).toEqual({ sight: { isDone: false, words } });
  expect([seen(9500).sight?.isDone, seen(9501).sight?.isDone]).toEqual([false, true]);
});

it('shows nothing where the frames did not become connections, or the attempt ended before the second look', () => {
  expect(seen(999)).toEqual({ unseen: 'the host saw 999 connections come to its table' });
  expect(connectionsSeen([{ entries: 1, maxEntries: 9 }]).sight).toBeUndefined();
});

it('has nothing to look at in a kernel that tracks no connections', () => {
  expect(watchConnections(proc).end()).toEqual({ absent: 'the kernel tracks no connections' });
});
