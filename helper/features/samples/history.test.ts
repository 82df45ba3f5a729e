// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerColumns, containerWidth, hostWidth, interfaceWidth, type Reading } from './columns.ts';
import { createHistory } from './history.ts';

function reading(uptime: number, names: readonly string[]): Reading {
  const containers = new Map(
    names.map((name, index) => [name, new Float64Array(containerWidth).fill(uptime * 1000 + index)]),
  );
  return { time: uptime, uptime, host: new Float64Array(hostWidth).fill(uptime), containers, interfaces: new Map() };
}

function withInterfaces(uptime: number, subjects: readonly string[]): Reading {
  const rows = subjects.map((subject): [string, Float64Array] => [
    subject,
    new Float64Array(interfaceWidth).fill(uptime),
  ]);
  return { ...reading(uptime, ['web']), interfaces: new Map(rows) };
}

it('gives back what was read, of the containers that ran then', () => {
  const history = createHistory(120);
  history.add(reading(1, ['web']));
  history.add(reading(2, []));
  history.add(reading(3, ['db', 'web']));
  expect(history.after(0, 100)).toEqual([reading(1, ['web']), reading(2, []), reading(3, ['db', 'web'])]);
  expect(history.latest(2.5)).toEqual(reading(2, []));
  expect([history.after(3, 100), history.latest(0.5)]).toEqual([[], undefined]);
});

it('gives no more than so many rows at a time, the host counted as one, and one reading at least', () => {
  const history = createHistory(120);
  history.add(reading(1, ['web']));
  history.add(reading(2, []));
  history.add(reading(3, ['db', 'web']));
  const uptimes = (rows: number): readonly number[] => history.after(0, rows).map(({ uptime }) => uptime);
  expect([uptimes(0), uptimes(2), uptimes(3), uptimes(5), uptimes(6)]).toEqual([[1], [1], [1, 2], [1, 2], [1, 2, 3]]);
});

it('gives back the interfaces that were there then, which count as rows too', () => {
  const history = createHistory(120);
  const readings = [withInterfaces(1, ['/eth0', 'web/eth1']), withInterfaces(2, ['/eth0'])];
  for (const one of readings) history.add(one);
  expect(history.after(0, 7)).toEqual(readings);
  expect(history.after(0, 6)).toEqual(readings.slice(0, 1));
});

it('copies what it is given: the sampler overwrites its rows', () => {
  const history = createHistory(120);
  const first = reading(1, ['web']);
  history.add(first);
  first.containers.get('web')?.fill(0);
  expect(history.latest(1)?.containers.get('web')?.[containerColumns.cpuUsec]).toBe(1000);
});

it('keeps as many readings as it should, and at most a minute more', () => {
  const history = createHistory(120);
  for (let second = 1; second <= 400; second += 1) {
    history.add(reading(second, []));
    if (second % 20 !== 0) continue;
    const kept = history.after(0, Number.POSITIVE_INFINITY).map(({ uptime }) => uptime);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(second, 120));
    expect(kept.length).toBeLessThanOrEqual(180);
    expect([kept[0], kept.at(-1)]).toEqual([second - kept.length + 1, second]);
  }
  history.clear();
  expect(history.after(0, 1)).toEqual([]);
});

it('keeps ten minutes of a hundred containers in less than 12 MB, and forgets containers with their time', () => {
  const names = Array.from({ length: 100 }, (_, index) => `web-${index}`);
  const history = createHistory(600);
  for (let second = 1; second <= 1500; second += 1)
    history.add(reading(second, second < 1000 ? [...names, 'gone'] : names));
  for (let second = 1501; second <= 2000; second += 1) history.add(reading(second, names));
  const kept = history.after(0, Number.POSITIVE_INFINITY);
  expect(kept.length).toBeGreaterThanOrEqual(600);
  expect(kept.length).toBeLessThanOrEqual(660);
  expect(kept.some(({ containers }) => containers.has('gone'))).toBe(false);
  const buffers = new Set(kept.flatMap(({ containers }) => [...containers.values()].map(({ buffer }) => buffer)));
  const bytes = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(bytes).toBeLessThan(12_000_000);
});
