// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Client } from '../../rpc/client.ts';
import { clearHostStores, createHostStore, onConnected, onHostLeft, runFollowers } from './host-stores.ts';

describe('a store of data of one host', () => {
  it('is as at first again when the window leaves the host, with what is held beside it', () => {
    const useNames = createHostStore<{ readonly names: readonly string[]; readonly late?: string }>({ names: [] });
    let isAborted = false;
    onHostLeft(() => {
      isAborted = true;
    });
    useNames.setState({ names: ['web'], late: 'one' });
    clearHostStores();
    expect(useNames.getState()).toEqual({ names: [] });
    expect(isAborted).toBe(true);
  });
});

describe('a follower that comes late, with the page that it belongs to', () => {
  const client = {} as Client;

  it('follows the connection that there is', async () => {
    const gone = new AbortController();
    await runFollowers(client, gone.signal);
    const seen: unknown[] = [];
    onConnected((...connection) => void seen.push(connection));
    expect(seen).toEqual([[client, gone.signal]]);
    gone.abort();
  });

  it('waits for the next one when it is lost', async () => {
    const gone = new AbortController();
    await runFollowers(client, gone.signal);
    gone.abort();
    const seen: unknown[] = [];
    onConnected((...connection) => void seen.push(connection));
    expect(seen).toEqual([]);
    const next = AbortSignal.abort();
    await runFollowers(client, next);
    expect(seen).toEqual([[client, next]]);
  });
});
