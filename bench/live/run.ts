// SPDX-License-Identifier: Apache-2.0
/**
 * Measures how soon a denial is reported, and how soon it is explained. A program in a container waits for a line and
 * then makes a system call that is denied. The time runs from the moment the line is sent until the denial has come to
 * the client over the network, so it includes the way to the program. The window draws a denial with its next frame.
 * Figures: within 500 ms, an explanation in 300 ms when the policy has been read, and in 5 s after a change of policy.
 *
 *     npx tsx bench/live/run.ts [LAB]     a running, deployed lab; without it one is started, and stopped at the end
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import type { Client } from '../../rpc/client.ts';
import { withLab } from '../lab-argument.ts';

const container = 'bench-live';
const rounds = 12;
const policyLoads = 3;
/** No container may have a socket of this address family. */
const program = '$| = 1; print "ready\\n"; while (<STDIN>) { socket(my $socket, 15, 3, 2) and print "not denied\\n" }';

await withLab(process.argv[2], async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13', start: true });
    await helper.booted(container);
    const client = await helper.client();
    const group = await measureDenials(client);
    await measureExplanation(helper, group, guest);
  } finally {
    await helper.close();
  }
});

/** Gives the id of the denials' group. */
async function measureDenials(client: Client): Promise<string> {
  const channel = client.channel('console.open', { name: container, command: ['perl', '-e', program] });
  const output = channel[Symbol.asyncIterator]();
  await output.next();
  const watched = client.stream('denial.watch', { container, events: 0 });
  // Both are cancelled at the end.
  for (const { result } of [watched, channel]) result.catch(() => undefined);
  const denials = watched[Symbol.asyncIterator]();
  await denials.next();
  const milliseconds: number[] = [];
  let group = '';
  for (let round = 0; round < rounds; round += 1) {
    await sleep(2000);
    const begun = performance.now();
    await channel.send({ type: 'data', data: '\n' });
    for (;;) {
      const item = await denials.next();
      if (item.done === true) throw new Error('cannot measure: the denials have ended');
      const own = item.value.groups.find((one) => one.class === 'key_socket');
      if (own === undefined) continue;
      group = own.id;
      break;
    }
    milliseconds.push(performance.now() - begun);
  }
  await denials.return?.();
  await channel.send({ type: 'data', data: '\x04' });
  await output.return?.();
  printTimes('a denial, from the line sent to the program until the watcher has it', milliseconds, 500);
  return group;
}

async function measureExplanation(helper: LabClient, group: string, guest: Guest): Promise<void> {
  const client = await helper.client();
  const ask = async (): Promise<number> => {
    const begun = performance.now();
    await client.request('denial.explain', { group });
    return performance.now() - begun;
  };
  console.log(`the first explanation, of a process that starts and reads the policy: ${(await ask()).toFixed(0)} ms`);
  const afterLoads: number[] = [];
  for (let round = 0; round < policyLoads; round += 1) {
    await guest.mustRun('load_policy');
    afterLoads.push(await ask());
  }
  printTimes('the first one after a change of policy', afterLoads, 5000);
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) milliseconds.push(await ask());
  printTimes('an explanation', milliseconds, 300);
}

function printTimes(what: string, milliseconds: readonly number[], most: number): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  console.log(
    `${what}: median ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} ms, worst ` +
      `${Math.max(...milliseconds).toFixed(0)} ms of ${sorted.length} (at most ${most})`,
  );
}
