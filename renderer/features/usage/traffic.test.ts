// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createTraffic } from './traffic.ts';

const at = (name: string, bytes: number) => ({ name, rxBytes: bytes, txBytes: bytes * 2 });

it('turns what each interface counted into rates, with a gap where it was not there or began again', () => {
  const traffic = createTraffic();
  for (const [time, bytes] of [
    [1, 100],
    [2, 150],
    [3, 10],
    [4, 20],
    [20, 500],
  ] as const)
    traffic.add(time, [at('eth0', bytes), at('wg0', 7)]);
  const ring = traffic.ring('eth0');
  const rates = Array.from({ length: 5 }, (_, index) => [ring?.valueAt('netRx', index), ring?.valueAt('netTx', index)]);
  const nan = Number.NaN;
  expect(rates).toEqual([
    [nan, nan],
    [50, 100],
    [nan, nan],
    [10, 20],
    [nan, nan],
  ]);
});

it('names the interfaces where there are several, and gives the same list until they change', () => {
  const traffic = createTraffic();
  traffic.add(1, [at('eth0', 1)]);
  expect(traffic.names).toEqual([]);
  traffic.add(2, [at('eth0', 1), at('wg0', 1)]);
  const { names } = traffic;
  traffic.add(3, [at('eth0', 1), at('wg0', 1)]);
  expect([names, traffic.names === names]).toEqual([['eth0', 'wg0'], true]);
});

it('forgets an interface that has not been there for as long as is shown', () => {
  const traffic = createTraffic();
  for (let time = 1; time < 3000; time += 1) traffic.add(time, [at('eth0', 1), at(`veth${Math.floor(time / 100)}`, 1)]);
  expect(traffic.names.length).toBeLessThan(9);
  expect([traffic.ring('veth1'), traffic.ring('veth29') === undefined]).toEqual([undefined, false]);
});
