// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal costs beside `ssh -tt HOST lxc-attach` on the same connection: 20 MB of output, and the time from a
 * key to its echo. Figures: output in at most 1.3 times the time; an echo within 5 ms of the other's.
 *
 * npm run build && npx tsx bench/terminal/compare.ts [LAB] [MEGABYTES]     a running, deployed lab; without it one is
 * started, and stopped at the end
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';
import { attachBySsh, secondsToWrite, writeLines } from './beside-ssh.ts';
import { median } from '../median.ts';
import { createEar } from './ear.ts';

const container = 'bench-compare';
const rounds = 3;
const keys = 60;
const [name, megabytesText = '20'] = process.argv.slice(2);
const megabytes = Number(megabytesText);

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13', start: true });
    await helper.booted(container);
    await compareOutput(guest);
    await compareEchoes(guest, helper);
  } finally {
    await helper.close();
  }
});

function exec(guest: Guest, command: readonly string[]): readonly [string, ...string[]] {
  return ['node', 'dist/cli/bulkheadctl.js', '--host', `lab://${guest.name}`, 'exec', container, ...command];
}

/** Turn by turn; the quickest of each counts. */
async function compareOutput(guest: Guest): Promise<void> {
  const command = ['sh', '-c', writeLines(megabytes)];
  let [own, other] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round += 1) {
    own = Math.min(own, await secondsToWrite(exec(guest, command), megabytes));
    other = Math.min(other, await secondsToWrite(attachBySsh(guest, container, command), megabytes));
  }
  console.log(
    `${megabytes} MB: exec ${own.toFixed(1)} s, ssh and lxc-attach ${other.toFixed(1)} s, ratio ` +
      `${(own / other).toFixed(2)} (at most 1.3)`,
  );
}

/** Both terminals are open at once, and each key goes to one and then to the other. */
async function compareEchoes(guest: Guest, helper: LabClient): Promise<void> {
  const [file, ...args] = attachBySsh(guest, container, ['cat']);
  const other = spawn(file, args);
  const channel = (await helper.client()).channel('console.open', { name: container, command: ['cat'] });
  const [ofOwn, ofOther] = [createEar(), createEar()];
  void (async () => {
    for await (const { data } of channel) ofOwn.hear(Buffer.from(data).toString());
  })();
  other.stdout.on('data', (chunk: Uint8Array) => ofOther.hear(Buffer.from(chunk).toString()));
  const typeOwn = (data: string): Promise<void> => channel.send({ type: 'data', data });
  const typeOther = (data: string): void => void other.stdin.write(data);
  const [own, others]: [number[], number[]] = [[], []];
  for (let key = 0; key < keys; key += 1) {
    const letter = String.fromCodePoint(0x61 + (key % 26));
    own.push(await ofOwn.millisecondsUntil(letter, typeOwn));
    others.push(await ofOther.millisecondsUntil(letter, typeOther));
  }
  await end(other);
  await typeOwn('\n\u0004');
  await channel.result;
  const difference = median(own) - median(others);
  console.log(
    `from a key to its echo: ${median(own).toFixed(1)} ms, ssh and lxc-attach ${median(others).toFixed(1)} ms, ` +
      `difference ${difference.toFixed(1)} ms (at most 5), medians of ${keys}`,
  );
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdin.write('\n\u0004');
  await once(child, 'close');
}
