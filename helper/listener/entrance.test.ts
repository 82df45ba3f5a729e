// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openUnixListener } from '../system/native/unix-listener.ts';
import { openEntrance } from './entrance.ts';

const connectMany = `
import socket, sys
for _ in range(int(sys.argv[2])): socket.socket(socket.AF_UNIX).connect(sys.argv[1])`;

it('accepts a few in each turn of the event loop, so that a flood leaves the turn to others (N8)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-entrance-'));
  const path = join(folder, 'a.sock');
  const listening = openUnixListener(path, 128);
  execFileSync('/usr/bin/python3', ['-c', connectMany, path, '100']);
  const seen: number[] = [];
  let accepted = 0;
  let turn = 0;
  const entrance = openEntrance(listening, {
    receive(fd) {
      closeSync(fd);
      accepted += 1;
      seen[turn] = (seen[turn] ?? 0) + 1;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  for (; accepted < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  entrance.close();
  rmSync(folder, { recursive: true });
  expect(accepted).toBe(100);
  expect(Math.max(...seen.filter((count) => count > 0))).toBe(8);
});
