// SPDX-License-Identifier: Apache-2.0
/**
 * A cluster of 100 members with 10,000 instances: an Incus that a process of its own plays, and the helper's own client,
 * list and watch, behind its real listener and server on sockets; beside the bare question to the same Incus. No
 * SELinux, no kernel of a member. Figures: list, watch and search at most 1 s; the choice of categories the same
 * whatever is taken.
 *
 *     npx tsx bench/scale/run.ts [INSTANCES [MEMBERS [ROUNDS]]]
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import 'vscode-jsonrpc/node';
import type { ContainersHost } from '../../helper/features/containers/containers-host.ts';
import { createContainers } from '../../helper/features/containers/containers.ts';
import {
  createIncusContainers,
  type IncusContainers,
} from '../../helper/features/containers/incus/incus-containers.ts';
import { serveForTest } from '../../helper/server/fixtures/served.ts';
import { byteStreamOf } from '../../hosts/open-host.ts';
import type { Client } from '../../rpc/client.ts';
import { connect } from '../../rpc/connect.ts';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { measureChoices } from './choices.ts';
import type { FakeOrder } from './fake-incusd.ts';
import { nameOfInstance } from './instances.ts';
import { median } from '../median.ts';

const [instances = 10_000, members = 100, rounds = 9] = process.argv.slice(2).map(Number);
const megabyte = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-scale-'));
const places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
for (const place of [places.lxc, places.cgroup]) mkdirSync(place);

console.log(`${instances} instances on ${members} members, load of the machine ${(loadavg()[0] ?? 0).toFixed(1)}`);
measureChoices();
const incusd = fork(join(import.meta.dirname, 'fake-incusd.ts'), [String(instances), String(members)]);
try {
  const [{ socketPath, bytes }] = (await once(incusd, 'message')) as [{ socketPath: string; bytes: number }];
  await measure(socketPath, bytes);
} finally {
  if (incusd.connected) order(incusd, { order: 'end' });
  rmSync(folder, { recursive: true });
}

async function measure(socketPath: string, bytes: number): Promise<void> {
  const bare = await timeOf(() => askBarely(socketPath));
  console.log(`bare question of the list   ${ms(bare)}, ${(bytes / megabyte).toFixed(1)} MB, parsed as JSON`);
  const incus = createIncusContainers({ socketPath, cgroupRoot: places.cgroup, log: () => undefined });
  const containers = createContainers({ places, incus } as ContainersHost);
  const never = new AbortController().signal;
  const usedBefore = process.cpuUsage();
  const first = await timeOf(() => containers.list(never));
  const { user, system } = process.cpuUsage(usedBefore);
  console.log(
    `first list in the helper    ${ms(first)}, ${(first / bare).toFixed(2)} of the bare question, ` +
      `${ms((user + system) / 1000)} of processor`,
  );
  console.log(`list again                  ${ms(await medianOf(() => containers.list(never)))}`);
  const served = await serveForTest({
    handlers: {
      'container.list': async (_params, { signal }) => ({ containers: [...(await containers.list(signal))] }),
      async *'container.watch'(_params, { signal }) {
        yield* containers.watch(signal);
        return {};
      },
    },
  });
  const stream = byteStreamOf(connectSocket(served.path));
  const client = await connect(createSocketTransport(stream, { maxBytes: maxResponseBytes }));
  try {
    await measureClient(client, incus);
  } finally {
    client.close();
    incus.close();
    await served[Symbol.asyncDispose]();
  }
}

async function measureClient(client: Client, incus: IncusContainers): Promise<void> {
  console.log(`list over the sockets       ${ms(await medianOf(() => client.request('container.list', {})))}`);
  const ending = new AbortController();
  const begun = performance.now();
  const changes = client.stream('container.watch', {}, { signal: ending.signal })[Symbol.asyncIterator]();
  await changes.next();
  console.log(`first item of a watch       ${ms(performance.now() - begun)}`);
  // Read on, so that no credit is wanting; what comes is counted.
  const seen = new Map<string, () => void>();
  void (async () => {
    for (let next = await changes.next(); next.done !== true; next = await changes.next())
      if (next.value.type === 'changed') seen.get(next.value.container.name)?.();
  })().catch(() => undefined);
  const until = (index: number): Promise<void> => new Promise((resolve) => seen.set(nameOfInstance(index), resolve));
  await sleep(3000);
  console.log(`one change to seen          ${await changesSeen(until, 1)}`);
  console.log(`50 changes to the last seen ${await changesSeen(until, 50)}`);
  console.log(`400 changes to the last seen ${await changesSeen(until, Math.min(400, instances / 2))}`);
  const before = incus.find(nameOfInstance(0));
  order(incusd, { order: 'change-by-profile', mark: 'profile-1' });
  const whole = await timeOf(async () => {
    while (incus.find(nameOfInstance(0)) === before) await sleep(10);
  });
  console.log(`all read again (a profile)  ${ms(whole)}`);
  await sleep(3000);
  const used = process.cpuUsage();
  await sleep(10_000);
  const { user, system } = process.cpuUsage(used);
  console.log(`processor at rest           ${((user + system) / 100_000).toFixed(1)} % while one watches`);
  console.log(`memory                      ${(process.memoryUsage().rss / megabyte).toFixed(0)} MB resident`);
  ending.abort();
}

/** Milliseconds from a change by somebody else to the item at the client: the middle one and the longest. */
async function changesSeen(until: (index: number) => Promise<void>, count: number): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const last = count - 1;
    // What is shown of it has to change: its limit of memory.
    const seen = until(last);
    times.push(
      await timeOf(() => {
        order(incusd, { order: 'change', from: 0, count, mark: `${count}-${round}` });
        return seen;
      }),
    );
    await sleep(200);
  }
  return `${ms(median(times))}, at most ${ms(Math.max(...times))}`;
}

function order(child: ChildProcess, given: FakeOrder): void {
  child.send(given);
}

function askBarely(socketPath: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const path = '/1.0/instances?recursion=1&all-projects=true';
    httpRequest({ socketPath, path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    })
      .on('error', reject)
      .end();
  });
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

async function medianOf(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timeOf(act));
  return median(times);
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
