// SPDX-License-Identifier: Apache-2.0
/**
 * What keeping the usage costs, and how fast 30 days of it are answered. One container is filled with 30 days of
 * readings, and asked for; then 500 containers are fed for five minutes into the helper's memory alone, and into the
 * memory and the history, taking turns. Figures: an answer under 100 ms.
 *
 *     npx tsx bench/history/run.ts [CONTAINERS]
 */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  containerColumns,
  containerWidth,
  hostColumns,
  hostWidth,
  type Reading,
} from '../../helper/features/samples/columns.ts';
import { createHistory } from '../../helper/features/samples/history.ts';
import { type KeptUsage, openKeptUsage } from '../../helper/features/samples/kept/kept-usage.ts';

const minute = 60;
const day = 86_400;
const days = 30;
const begin = 20_000 * day;
const containers = Number(process.argv[2] ?? 500);
const feedSeconds = 300;
const rounds = 3;
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));

try {
  await measureAnswer();
  measureCost();
} finally {
  rmSync(folder, { recursive: true });
}

function open(name: string): KeptUsage {
  return openKeptUsage({
    path: join(folder, name),
    log: (level, event) => console.error(level, event),
    isThere: () => true,
    minFreeBytes: 0,
  });
}

async function measureAnswer(): Promise<void> {
  const kept = open('answer.db');
  const readingOf = readings(['web']);
  for (let second = 0; second < days * day; second += 1) kept.add(readingOf(second));
  for (const seconds of [0, day - minute]) {
    for (let second = 0; second < seconds; second += 1) kept.add(readingOf(days * day + second));
    await measureAt(kept, begin + days * day + seconds, seconds === 0 ? 'at midnight' : 'a minute before midnight');
  }
  kept.close();
  const mebibytes = statSync(join(folder, 'answer.db')).size / 2 ** 20;
  console.log(`${mebibytes.toFixed(1)} MiB for a host and a container`);
}

/** The end of a day is in many blocks, until it is over. */
async function measureAt(kept: KeptUsage, now: number, when: string): Promise<void> {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < 20; round += 1) {
    const started = performance.now();
    await kept.history({ container: 'web', to: now, seconds: days * day, points: 400 }, now);
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  const sorted = times.sort((one, other) => one - other);
  console.log(
    `30 days of a container in 400 points, ${when}: ${sorted[10]?.toFixed(0)} ms in the middle, ${sorted.at(-1)?.toFixed(0)} at ` +
      `most (at most 100), ${((user + system) / 20_000).toFixed(0)} of CPU`,
  );
}

function measureCost(): void {
  const names = Array.from({ length: containers }, (_, index) => `web-${index}`);
  const costs = { memory: [] as number[], history: [] as number[] };
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of ['memory', 'history'] as const) {
      const readingOf = readings(names);
      const memory = createHistory(600);
      const kept = kind === 'history' ? open(`cost-${round}.db`) : undefined;
      let spent = 0;
      for (let second = 0; second < feedSeconds; second += 1) {
        const reading = readingOf(second);
        const started = process.cpuUsage();
        const begun = performance.now();
        memory.add(reading);
        kept?.add(reading);
        if (kept !== undefined) longest = Math.max(longest, performance.now() - begun);
        const { user, system } = process.cpuUsage(started);
        spent += user + system;
      }
      kept?.close();
      costs[kind].push(spent / feedSeconds / containers);
    }
  }
  const [memory, history] = [Math.min(...costs.memory), Math.min(...costs.history)];
  console.log(
    `${containers} containers: ${memory.toFixed(2)} us of CPU per container-sample to remember, ` +
      `${history.toFixed(2)} to remember and keep; the longest second took ${longest.toFixed(0)} ms`,
  );
}

/** Each container at a load of its own, none of whose numbers stands still. */
function readings(names: readonly string[]): (second: number) => Reading {
  const rows = names.map((name): [string, Float64Array] => [name, new Float64Array(containerWidth)]);
  const host = new Float64Array(hostWidth);
  return (second) => {
    host[hostColumns.memoryBytes] = 2 ** 32 + Math.sin(second / 900) * 2 ** 30;
    host[hostColumns.cpuBusy] = second * 130 + Math.random() * 20;
    host[hostColumns.cpuTotal] = second * 400;
    for (const [index, [, row]] of rows.entries()) {
      const wave = 1 + Math.sin(second / 600 + index);
      for (const [name, column] of Object.entries(containerColumns)) {
        const isCounter = /Usec|Bytes|Periods/.test(name) && !/^(memory|disk)/.test(name);
        if (isCounter) row[column] = (row[column] ?? 0) + wave * 1e5 * Math.random();
        else row[column] = 1e6 * wave + Math.floor(Math.random() * 1e4);
      }
      row[containerColumns.generation] = 1;
    }
    return { time: begin + second, uptime: second, host, containers: new Map(rows), interfaces: new Map() };
  };
}
