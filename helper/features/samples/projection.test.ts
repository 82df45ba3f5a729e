// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import { containerColumns, containerWidth, hostColumns, hostWidth, type Reading } from './columns.ts';
import { createProjection, type Projection } from './projection.ts';

/** Gives by name the generation, and microseconds of the processor. */
type Usage = Readonly<Record<string, readonly [generation: number, cpuUsec: number]>>;

function reading(uptime: number, usage: Usage = {}, [busy, total]: readonly [number, number] = [0, 0]): Reading {
  const host = new Float64Array(hostWidth).fill(Number.NaN);
  host.set([busy, total], hostColumns.cpuBusy);
  const containers = Object.entries(usage).map(([name, row]): [string, Float64Array] => {
    const columns = new Float64Array(containerWidth).fill(Number.NaN);
    columns.set(row, containerColumns.generation);
    return [name, columns];
  });
  return { time: 1000 + uptime, uptime, host, containers: new Map(containers), interfaces: new Map() };
}

function all(intervalMs = 1000): Projection {
  return createProjection({ names: undefined, intervalMs });
}

const sharesOf = (sample: Sample | undefined): unknown =>
  sample?.containers.map(({ name, cpuPercent }: ContainerSample) => [name, cpuPercent]);

it('has no share of the processor without a sample before, of a container that is new, or that was started again', () => {
  const projection = all();
  expect(sharesOf(projection.next(reading(1, { a: [1, 0], b: [1, 0] })))).toEqual([
    ['a', null],
    ['b', null],
  ]);
  expect(sharesOf(projection.next(reading(3, { a: [1, 500_000], b: [2, 500_000], c: [1, 500_000] })))).toEqual([
    ['a', 25],
    ['b', null],
    ['c', null],
  ]);
});

it('has no share of a counter that went backwards, and none above the whole host', () => {
  const projection = all();
  projection.begin(reading(1, { a: [1, 500_000] }, [100, 200]));
  const backwards = projection.next(reading(2, { a: [1, 400_000] }, [90, 300]));
  expect([backwards?.host.cpuPercent, sharesOf(backwards)]).toEqual([null, [['a', null]]]);
  expect(projection.next(reading(3, {}, [290, 400]))?.host.cpuPercent).toBe(100);
});

it('keeps its distance after a sample that came late', () => {
  const projection = all();
  const given = [0, 5, 5.3, 5.5, 6.3, 6.5].filter((uptime) => projection.next(reading(uptime)) !== undefined);
  expect(given).toEqual([0, 5, 5.5, 6.5]);
});
