// SPDX-License-Identifier: Apache-2.0
/**
 * Thirty days of usage that follow the hours of a day, made up for each point from its time, so that every answer shows
 * the same past. For an hour of it the helper did not run.
 */

import type { UsageColumn, UsageHistory } from '../../../../contract/model/containers/usage-history.ts';
import type { ContainerSample, HostSample } from '../../../../contract/model/containers/sample.ts';
import type { Params, Result } from '../../../../contract/operations/index.ts';
import type { FakeHost } from '../fake-host.ts';
import { interfacesOf, partOfTraffic } from './fake-traffic.ts';

const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800];
const day = 86_400;
const mebibyte = 1024 ** 2;
/** What the real helper keeps in which detail: seconds of a step, and for how long. */
const kept = [
  { step: 1, seconds: 3600 },
  { step: 10, seconds: day },
  { step: 60, seconds: 31 * day },
];

export function fakeHistory(
  host: FakeHost,
  { container, interface: name, to: wantedTo, seconds, points, columns }: Params<'sample.history'>,
): UsageHistory {
  const now = host.now();
  const to = Math.min(now, wantedTo);
  const begin = wantedTo - seconds;
  const wantedStep = steps.find((one) => Math.ceil(seconds / one) + 1 <= points) ?? seconds;
  const step = Math.max(wantedStep, kept.find((one) => begin >= now - one.seconds - 60)?.step ?? 60);
  const from = Math.floor(Math.max(0, begin) / step) * step;
  const length = Math.max(0, Math.ceil((to - from) / step));
  const sample = latestOf(host, container);
  const names = interfacesOf(container);
  if (sample === undefined || (name !== undefined && !names.includes(name)))
    return { from, step, length, series: [], interfaces: [] };
  const levels = name === undefined ? levelsOf(sample) : trafficLevels(partOfTraffic(names.indexOf(name)));
  const since = now - (container === undefined ? 40 * day : 12 * day);
  const isUnknown = (time: number): boolean => time < since || (time > now - 5 * 3600 && time < now - 4 * 3600);
  const series = Object.entries(levels)
    .filter(([column]) => columns?.includes(column as UsageColumn) !== false)
    .map(([column, level]) => {
      const of = (factor: (time: number) => number): (number | null)[] =>
        Array.from({ length }, (_, index) => {
          const time = from + index * step;
          return isUnknown(time) ? null : level.value * busyAt(time, level.swing) * factor(time);
        });
      const spread = Math.min(1, 0.15 + step / 3600) * level.swing;
      return {
        column: column as UsageColumn,
        min: of((time) => 1 - spread * noiseAt(time + 1) * 0.8),
        mean: of(() => 1),
        max: of((time) => 1 + spread * noiseAt(time + 2) * 1.6),
      };
    });
  return { from, step, length, series, interfaces: name === undefined ? [...names] : [] };
}

/** Ranks the containers that run by the levels of their histories. */
export function fakeRanking(
  host: FakeHost,
  { column, to, seconds, count }: Params<'sample.rank'>,
): Result<'sample.rank'> {
  const ranked = [...host.containers.keys()].flatMap((container) => {
    const { series } = fakeHistory(host, { container, to, seconds, points: 60, columns: [column] });
    const numbers = (series[0]?.mean ?? []).filter((value) => value !== null);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    return mean > 0 ? [{ name: container, mean, max: Math.max(...numbers) }] : [];
  });
  ranked.sort((left, right) => right.mean - left.mean);
  return { from: to - seconds, to: Math.min(to, host.now()), containers: ranked.slice(0, count) };
}

interface Level {
  readonly value: number;
  /** How much of it comes and goes: 0 for what does not move. */
  readonly swing: number;
}

function levelsOf(sample: ContainerSample | HostSample): Partial<Record<UsageColumn, Level>> {
  const memory = { value: sample.memoryBytes ?? 0, swing: 0.08 };
  const common = {
    cpu: { value: Math.max(4, (sample.cpuPercent ?? 0) * 0.6), swing: 1 },
    memory,
    ioRead: { value: 0.2 * mebibyte, swing: 1 },
    ioWrite: { value: 0.6 * mebibyte, swing: 1 },
    pressureCpu: { value: 1.2, swing: 1 },
    pressureMemory: { value: 0.2, swing: 1 },
    pressureIo: { value: 0.9, swing: 1 },
    ...trafficLevels(1),
  };
  if (!('pids' in sample)) return { ...common, load: { value: 1.4, swing: 0.8 } };
  return {
    ...common,
    throttled: { value: 2, swing: 1 },
    memoryAnon: { ...memory, value: memory.value * 0.62 },
    memoryFile: { ...memory, value: memory.value * 0.31 },
    memoryKernel: { ...memory, value: memory.value * 0.05 },
    pids: { value: sample.pids ?? 9, swing: 0.2 },
    disk: { value: sample.diskBytes ?? 0, swing: 0.03 },
    oomKills: { value: 0, swing: 0 },
  };
}

function trafficLevels(part: number): Partial<Record<UsageColumn, Level>> {
  return {
    netRx: { value: 0.3 * mebibyte * part, swing: 1 },
    netTx: { value: 0.5 * mebibyte * part, swing: 1 },
  };
}

function latestOf(host: FakeHost, container: string | undefined): ContainerSample | HostSample | undefined {
  const last = host.history.at(-1);
  return container === undefined ? last?.host : last?.containers.find(({ name }) => name === container);
}

/** Gives 1 on average over a day; more by day than at night. */
function busyAt(time: number, swing: number): number {
  const hours = Math.sin(((time % day) / day - 0.35) * 2 * Math.PI);
  const minutes = Math.sin((time / 1400) * 2 * Math.PI);
  return Math.max(0.05, 1 + swing * (0.45 * hours + 0.2 * minutes + 0.25 * (noiseAt(time) - 0.5)));
}

/** Gives a number between 0 and 1, the same for the same time. */
function noiseAt(time: number): number {
  const wave = Math.sin(Math.floor(time) * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}
