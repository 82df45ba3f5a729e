// SPDX-License-Identifier: Apache-2.0
// Gives vscode-jsonrpc its runtime.
import 'vscode-jsonrpc/node';
import { expect, it } from 'vitest';
import { createFuzzFrames } from './fixtures/fuzz-frames.ts';
import { openGreetedClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';

const connections = 60;
const framesOfEach = 50;

/** Greets, sends so many frames at once, hangs up. */
async function flood(path: string, seed: number): Promise<void> {
  const { next } = createFuzzFrames(seed);
  const { socket, closed } = await openGreetedClient(path);
  socket.end(Buffer.concat(Array.from({ length: framesOfEach }, () => next().bytes)));
  await closed;
}

it('answers another through 3,000 odd and broken frames, admits none of them, and closes every connection (E2)', async () => {
  // One user makes all these calls.
  const limits = { callBurst: 1_000_000, callsPerSecond: 1_000_000 };
  const served = await serveForTest({ isAllowed: false, limits });
  try {
    const other = await openGreetedClient(served.path);
    let sent = 0;
    for (let seed = 1; seed <= connections; seed += 1) {
      await flood(served.path, seed);
      sent += framesOfEach;
      expect(await other.ask('session.hello', { protocol: 1 })).toHaveProperty('result');
      expect(await other.ask('host.info', {})).toHaveProperty('error.data.code', 'not-authorised');
    }
    expect(sent).toBe(3000);
    expect(served.reached).toEqual([]);
    expect(served.logged.filter(({ event }) => event === 'fault')).toEqual([]);
    expect(served.asked.length).toBeGreaterThanOrEqual(connections);
    other.socket.destroy();
    await other.closed;
  } finally {
    // Waits for each connection and each call: one that is kept would keep it from ending.
    await served[Symbol.asyncDispose]();
  }
});
