// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { followFeeds } from '../../host/feeds.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { loadParts } from '../../lib/parts.ts';
import { hostFacts, hostRing, useSamples } from './samples.ts';

afterEach(clearHostStores);

function sampleAt(time: number, memoryTotal = 16) {
  return { time, host: { memoryTotal, diskTotal: 200, load: 1.5, interfaces: [], pressure: {} }, containers: [] };
}

/** Answers with one sample of a host with this memory. */
function clientOf(memoryTotal: number): Client {
  const sample = sampleAt(1, memoryTotal);
  const stream = async function* () {
    yield { samples: [sample] };
  };
  return { stream } as unknown as Client;
}

it('keeps nothing of a host that the window has left: its memory is not that of the next one', async () => {
  const left = new AbortController();
  // Other feeds that are registered in this process cannot read a sample, and wait until the host is left.
  const followed = followFeeds(clientOf(16), left.signal, () => undefined);
  await expect.poll(() => hostFacts()).toEqual({ memoryTotal: 16, diskTotal: 200, load: 1.5 });
  left.abort();
  await followed;
  clearHostStores();
  expect(hostFacts()).toEqual({ memoryTotal: Number.NaN, diskTotal: Number.NaN, load: Number.NaN });
});

/** A host that has run for long, and the seconds of history that were asked of it, in order. */
function createLongHost(): { readonly client: Client; readonly asked: number[]; readonly advance: () => void } {
  const asked: number[] = [];
  let now = 1000;
  let wake: (() => void) | undefined;
  async function* stream(name: string, { historySeconds }: { readonly historySeconds: number }) {
    if (name !== 'sample.watch') return;
    asked.push(historySeconds);
    const past = Array.from({ length: historySeconds }, (_, index) => sampleAt(now - historySeconds + 1 + index));
    for (let from = 0; from < past.length; from += 100) yield { samples: past.slice(from, from + 100) };
    for (;;) {
      await new Promise<void>((resolve) => (wake = resolve));
      yield { samples: [sampleAt(now)] };
    }
  }
  return {
    client: { stream } as unknown as Client,
    asked,
    advance() {
      now += 1;
      wake?.();
    },
  };
}

it('asks for some seconds first, and for the ten minutes when the window has its picture; what is shown never goes back', async () => {
  const { client, asked, advance } = createLongHost();
  const times: number[] = [];
  const stop = useSamples.subscribe(({ time }) => times.push(time));
  void followFeeds(client, new AbortController().signal, () => undefined);
  await expect.poll(() => useSamples.getState().time).toBe(1000);
  expect([asked, hostRing().length]).toEqual([[5], 5]);
  await loadParts(() => Promise.resolve());
  advance();
  await expect.poll(() => hostRing().length).toBeGreaterThan(500);
  expect([asked, hostRing().length, useSamples.getState().time]).toEqual([[5, 600], 600, 1001]);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  stop();
});
