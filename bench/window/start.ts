// SPDX-License-Identifier: Apache-2.0
/**
 * Measures from the start of the process to the first picture of use: the window has its page, its host and all that its
 * feeds begin with. It is compared with a bare Electron window that shows one word, in turns, as a ratio of the medians.
 * Electron is real, on a virtual display, with the fake host on a socket. Figure: at most 1.5.
 *
 *     npm run build -- electron renderer && npx tsx bench/window/start.ts [RUNS [FOLDER...]]
 *
 * FOLDER is another build of the page, `dist/renderer`, to be compared.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desktop, startDesktop } from '../../scripts/electron/session.ts';
import { checkout, stageApplication } from '../../scripts/electron/stage-app.ts';
import { startOpenHost } from './start-open-host.ts';
import { describeRatio, describeTimes, takeTurns } from '../harness.ts';

interface Started {
  readonly name: string;
  readonly application: string;
  readonly address: readonly string[];
  /** What it writes when it has its picture. */
  readonly line: RegExp;
}

const runs = Number(process.argv[2] ?? 5);
const others = process.argv.slice(3);
const secondsOpen = 15;
const word = 'data:text/html,<title>bare</title><h1>Bare</h1>';

const folder = await mkdtemp(join(tmpdir(), 'bulkhead-bench-start-'));
await chmod(folder, 0o755);
const host = await startOpenHost();
let desktop: Desktop | undefined;
try {
  const started = await stageAll();
  desktop = await startDesktop({ display: 'virtual', application: folder });
  // The first start makes the profile, and leads to the first steps. As for a person, whose window stays open: Chromium
  // then keeps its compiled script for the next.
  for (const one of started) await timeOf(one, desktop, secondsOpen);
  const { executablePath, env } = desktop;
  const ways = started.map((one) => [one.name, () => timeOf(one, { executablePath, env })] as const);
  const times = await takeTurns(Object.fromEntries(ways), { rounds: runs });
  console.log(`${runs} starts each, load of the machine ${(loadavg()[0] ?? Number.NaN).toFixed(1)}`);
  console.log(describeTimes(times, 'ms', 0));
  for (const { name } of started.slice(1)) console.log(describeRatio(times, { of: name, to: 'bare', most: 1.5 }));
} finally {
  await desktop?.stop();
  await host.close();
  await rm(folder, { recursive: true });
}

async function stageAll(): Promise<readonly Started[]> {
  const bare = join(folder, 'bare');
  await cp(join(checkout, 'scripts/electron/bare-window'), bare, { recursive: true });
  const started: Started[] = [{ name: 'bare', application: bare, address: [word], line: /^ready/ }];
  for (const page of ['dist/renderer', ...others]) {
    const application = join(folder, `window-${started.length}`);
    await stageApplication(application);
    await rm(join(application, 'dist/renderer'), { recursive: true });
    await cp(resolve(checkout, page), join(application, 'dist/renderer'), { recursive: true });
    started.push({ name: page, application, address: [], line: /the window shows ".+ - Bulkhead"/ });
  }
  return started;
}

/** Milliseconds until it wrote that it has its picture; it is closed so many seconds later. */
async function timeOf(
  { application, address, line }: Started,
  { executablePath, env }: Pick<Desktop, 'executablePath' | 'env'>,
  seconds = 0,
): Promise<number> {
  const begun = performance.now();
  const child = spawn(executablePath, [application, ...address], {
    env: { ...env, BULKHEAD_SOCKET: host.socketPath },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    for await (const text of createInterface({ input: child.stderr })) {
      if (!line.test(text.replace(/^bulkhead: /, ''))) continue;
      const time = performance.now() - begun;
      await sleep(seconds * 1000);
      return time;
    }
    throw new Error('cannot measure: the window ended without a picture');
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
