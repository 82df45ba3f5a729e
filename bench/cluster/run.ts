// SPDX-License-Identifier: Apache-2.0
/**
 * What Bulkhead costs on a cluster of Incus, beside `incus` by hand with the same context, label and ids, turn by turn
 * on the same members. Figures: create and start at most 1.25 times as long, a move at most 1.2 times, a list at most
 * 3 times; a change on one member is seen on another within 1 s.
 *
 *     npm run lab -- cluster up --detach && npx tsx bench/cluster/run.ts [CLUSTER [ROUNDS]]
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { labNames, minMembers } from '../../lab/cluster/members.ts';
import { findLab, type Guest } from '../../lab/guest.ts';
import { makeInstance, startInstance } from '../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../lab/incus/image.ts';
import { labelledPool } from '../../lab/incus/preseed.ts';
import type { Client } from '../../rpc/client.ts';
import { readResult } from '../../rpc/read-result.ts';
import { describeRatio, describeTimes, secondsOf, takeTurns, type Times } from '../harness.ts';

const [cluster = 'cluster', roundsText = '3'] = process.argv.slice(2);
const rounds = Number(roundsText);
/** Members of the lab's clusters. */
const [here, there] = ['cluster-1', 'cluster-2'] as const;
/** Bulkhead's own and the one by hand of each round, and the two that move. */
const names = {
  own: (round: number): string => `bench-own-${round}`,
  byHand: (round: number): string => `bench-hand-${round}`,
  movedOwn: 'bench-move-own',
  movedByHand: 'bench-move-hand',
} as const;
const made = new Set<string>();

const [first, second] = await Promise.all(labNames(cluster, minMembers).map(guestOf));
if (first === undefined || second === undefined) throw new Error(`cannot measure: ${cluster} has no two members`);
const helper = await openLabClient(first, 'root');
try {
  const client = await helper.client();
  await compareCreation(client, first);
  await compareMoves(client, first);
  await compareLists(helper, first);
  await measureChange(client, second);
} finally {
  await helper.close();
  for (const name of made) await first.run(['incus', 'delete', '--force', name]);
}

async function guestOf(name: string): Promise<Guest> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot measure: no lab "${name}" runs`);
  return guest;
}

/** The one by hand has categories that no other has: a pair of the highest. */
async function compareCreation(client: Client, guest: Guest): Promise<void> {
  const create = async (round: number): Promise<number> => {
    const name = names.own(round);
    const seconds = await timeOf(name, () =>
      client.request('cluster.create', { name, image: incusImage, pool: labelledPool, member: here, start: true }),
    );
    await remove(guest, name);
    return seconds;
  };
  const createByHand = async (round: number): Promise<number> => {
    const other = { name: names.byHand(round), categories: `c${1000 + round},c1023`, target: here };
    const seconds = await timeOf(other.name, () => startInstance(guest, other));
    await remove(guest, other.name);
    return seconds;
  };
  print('create and start', await takeTurns({ own: create, 'by hand': createByHand }, { rounds }), 1.25);
}

async function remove(guest: Guest, name: string): Promise<void> {
  await guest.mustRun(['incus', 'delete', '--force', name]);
  made.delete(name);
}

/** Stopped ones, there and back. */
async function compareMoves(client: Client, guest: Guest): Promise<void> {
  const { movedOwn: name, movedByHand: other } = names;
  made.add(name).add(other);
  await client.request('cluster.create', { name, image: incusImage, pool: labelledPool, member: here, start: false });
  await makeInstance(guest, { name: other, categories: 'c1010,c1023', target: here });
  const target = (round: number): string => (round % 2 === 0 ? there : here);
  const times = await takeTurns(
    {
      own: (round) => secondsOf(() => readResult(client.stream('cluster.move', { name, member: target(round) }))),
      'by hand': (round) => secondsOf(() => guest.mustRun(['incus', 'move', other, '--target', target(round)])),
    },
    { rounds },
  );
  print('move', times, 1.2);
}

async function compareLists({ client }: LabClient, guest: Guest): Promise<void> {
  const open = await client();
  const times = await takeTurns(
    {
      own: () => secondsOf(() => open.request('container.list', {})),
      'by hand': () => secondsOf(() => guest.mustRun(['incus', 'list', '--format', 'json'])),
    },
    { rounds },
  );
  print('list', times, 3);
}

/** Measures from the end of the command on the other member: what is negative was seen before it had ended. */
async function measureChange(client: Client, other: Guest): Promise<void> {
  const name = names.movedByHand;
  const watched = client.stream('container.watch', {});
  watched.result.catch(() => undefined);
  const items = watched[Symbol.asyncIterator]();
  await items.next();
  const seen: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sleep(2000);
    const changed = untilChanged(items, name);
    await other.mustRun(['incus', 'config', 'set', name, `limits.processes=${500 + round}`]);
    const ended = performance.now();
    seen.push((await changed) - ended);
  }
  await items.return?.();
  console.log(
    `a change on ${there}, seen through ${here}: ${seen.map((time) => time.toFixed(0)).join(', ')} ms after the ` +
      'command that made it (at most 1000)',
  );
}

/** Gives when. */
async function untilChanged(items: AsyncIterator<unknown, unknown>, name: string): Promise<number> {
  for (;;) {
    const { done, value } = await items.next();
    if (done === true) throw new Error('cannot measure: the containers are watched no more');
    if (JSON.stringify(value).includes(`"${name}"`)) return performance.now();
  }
}

/** `name` is removed at the end, also when the act fails. */
function timeOf(name: string, act: () => Promise<unknown>): Promise<number> {
  made.add(name);
  return secondsOf(act);
}

function print(what: string, times: Times<'own' | 'by hand'>, most: number): void {
  console.log(`${what}:\n${describeTimes(times)}\n  ${describeRatio(times, { of: 'own', to: 'by hand', most })}`);
}
