// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal that floods costs, and how soon Ctrl-C acts. Figures: `yes | head -c 50M` grows the helper by at most
 * 32 MB; Ctrl-C within 200 ms.
 *
 * npx tsx bench/terminal/run.ts [LAB] [MEGABYTES]     a running, deployed lab; without it one is started, and stopped
 * at the end
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';

const container = 'bench-terminal';
const interruptions = 7;
const [name, megabytesText = '50'] = process.argv.slice(2);
const megabytes = Number(megabytesText);

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13', start: true });
    await helper.booted(container);
    await measureGrowth(guest, helper);
    await measureInterruption(helper);
  } finally {
    await helper.close();
  }
});

async function measureGrowth(guest: Guest, helper: LabClient): Promise<void> {
  // What the helper allocates at its first terminal is no growth of this one.
  await flood(helper, 2);
  const pid = (
    await guest.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper.service'])
  ).trim();
  const read = async (key: string): Promise<number> =>
    Number(await guest.mustRun(`awk '/^${key}:/ {print $2}' /proc/${pid}/status`)) / 1024;
  await guest.mustRun(`echo 5 > /proc/${pid}/clear_refs`);
  const [before, ownBefore] = [await read('VmRSS'), process.memoryUsage.rss()];
  const begin = performance.now();
  const received = await flood(helper, megabytes);
  const seconds = (performance.now() - begin) / 1000;
  const growth = (await read('VmHWM')) - before;
  console.log(
    `${(received / 2 ** 20).toFixed(0)} MB through a terminal in ${seconds.toFixed(0)} s ` +
      `(${(received / 2 ** 20 / seconds).toFixed(2)} MB/s)`,
  );
  console.log(
    `helper: ${before.toFixed(1)} MB before, at most ${growth.toFixed(1)} MB more meanwhile (at most ` +
      `32); this client: ${((process.memoryUsage.rss() - ownBefore) / 2 ** 20).toFixed(1)} MB more at the ` +
      'end',
  );
}

/** Bytes that came, of which the terminal makes three out of two: it writes a carriage return before each newline. */
async function flood(helper: LabClient, size: number): Promise<number> {
  const channel = (await helper.client()).channel('console.open', {
    name: container,
    command: ['sh', '-c', `yes | head -c ${size}M`],
  });
  let received = 0;
  for await (const { data } of channel) received += data.length;
  const { exitCode } = await channel.result;
  if (exitCode !== 0 || received !== size * 2 ** 20 * 1.5)
    throw new Error(`cannot measure: ${received} bytes came, and the exit code is ${exitCode}`);
  return received;
}

async function measureInterruption(helper: LabClient): Promise<void> {
  const channel = (await helper.client()).channel('console.open', {
    name: container,
    command: ['bash', '--norc', '--noprofile', '-i'],
  });
  const screen = watchScreen(channel);
  const type = (data: string): Promise<void> => channel.send({ type: 'data', data });
  // The word is in two parts, so that the echo of the line is no prompt.
  await type("PS1='rea''dy> '\n");
  await screen.next('ready> ');
  const milliseconds: number[] = [];
  for (let turn = 0; turn < interruptions; turn += 1) {
    await type('yes\n');
    await screen.next('y\r\ny\r\n');
    await sleep(1500);
    const prompt = screen.next('ready> ');
    const begin = performance.now();
    await type('\x03');
    await prompt;
    milliseconds.push(performance.now() - begin);
  }
  await type('exit\n');
  await channel.result;
  const sorted = [...milliseconds].sort((a, b) => a - b);
  console.log(
    'Ctrl-C during yes, until the prompt is back: median ' +
      `${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} ms, worst ${sorted.at(-1)?.toFixed(0)} ms of ` +
      `${interruptions} (at most 200)`,
  );
}

/** Takes all output as it comes. `next` resolves when a text appears in what comes after the call. */
function watchScreen(items: AsyncIterable<{ readonly data: Uint8Array }>): { next(text: string): Promise<void> } {
  let tail = '';
  let wanted: { readonly text: string; readonly found: () => void } | undefined;
  void (async () => {
    for await (const { data } of items) {
      tail = (tail + Buffer.from(data).toString()).slice(-65_536);
      if (wanted !== undefined && tail.includes(wanted.text)) {
        const { found } = wanted;
        wanted = undefined;
        found();
      }
    }
  })();
  return {
    next: (text) => {
      tail = '';
      return new Promise((found) => {
        wanted = { text, found };
      });
    },
  };
}
