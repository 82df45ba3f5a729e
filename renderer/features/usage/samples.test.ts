// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { followFeeds } from '../../host/feeds.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { hostFacts } from './samples.ts';

afterEach(clearHostStores);

/** One sample of a host with this memory. */
function clientOf(memoryTotal: number): Client {
  const sample = {
    time: 1,
    host: { memoryTotal, diskTotal: 200, load: 1.5, interfaces: [], pressure: {} },
    containers: [],
  };
  const stream = async function* () {
    yield { samples: [sample] };
  };
  return { stream } as unknown as Client;
}

it('keeps nothing of a host that the window has left: its memory is not that of the next one', async () => {
  const left = new AbortController();
  // Other feeds that are registered in this process cannot read a sample, and wait until the host is left.
  const followed = followFeeds(clientOf(16), left.signal, () => undefined);
  await vi.waitFor(() => expect(hostFacts()).toEqual({ memoryTotal: 16, diskTotal: 200, load: 1.5 }));
  left.abort();
  await followed;
  clearHostStores();
  expect(hostFacts()).toEqual({ memoryTotal: Number.NaN, diskTotal: Number.NaN, load: Number.NaN });
});
