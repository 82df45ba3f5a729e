// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the fake host the subject of the conformance suite. Its pauses pass at once: tests with it have fake timers.
 */

import { vi } from 'vitest';
import type { Client } from '../../rpc/client.ts';
import { createFakeHost, type FakeHost } from '../fake-host.ts';
import type { ConformanceSubject } from './subject.ts';

export interface Served {
  readonly client: Client;
  close(): Promise<void>;
}

export async function openFakeSubject(serve: (host: FakeHost) => Promise<Served>): Promise<ConformanceSubject> {
  const tick = setInterval(() => vi.advanceTimersByTime(50), 1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  const host = createFakeHost({ hostname: 'conformance' });
  const { client, close } = await serve(host);
  let made = 0;
  return {
    client,
    image: 'debian-13',
    newName: () => `conformance-${(made += 1)}`,
    newFolder: async () => `/srv/conformance-${(made += 1)}`,
    async [Symbol.asyncDispose]() {
      client.close();
      host.stop();
      vi.useRealTimers();
      clearInterval(tick);
      await close();
    },
  };
}
