// SPDX-License-Identifier: Apache-2.0
/** The tests of hosts that go on: each is one the window began, and can cancel. */

import type { HostTestStep } from '../../contract/bridge.ts';
import { formatHost } from '../../hosts/parse-host.ts';
import type { Askpass } from './askpass.ts';
import { labelOf, mustParse } from './host-list.ts';

export interface HostTests {
  /** Resolves when the test has ended, also when it was cancelled. Rejects when the address names no host over ssh. */
  run(test: string, address: string): Promise<void>;
  cancel(test: string): void;
}

const maxTests = 4;
/** Long enough for a person to look up a password. */
const timeoutMs = 300_000;

export function createHostTests(
  askpass: Askpass,
  onSteps: (test: string, steps: readonly HostTestStep[]) => void,
): HostTests {
  const underWay = new Map<string, AbortController>();
  return {
    async run(test, address) {
      const host = mustParse(address);
      if (host.kind !== 'ssh') throw new Error(`cannot test the host ${address}: name a machine as ssh://user@host`);
      if (underWay.size >= maxTests || underWay.has(test))
        throw new Error('cannot test the host: wait for other tests');
      const abort = new AbortController();
      underWay.set(test, abort);
      const session = await askpass.open({ id: formatHost(host), label: labelOf(host) });
      try {
        const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(timeoutMs)]);
        const { testHost } = await import('./own-client.ts');
        await testHost(host, {
          signal,
          environment: session.environment,
          onSteps: (steps) => onSteps(test, steps),
        });
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      } finally {
        underWay.delete(test);
        await session.close();
      }
    },
    cancel: (test) => underWay.get(test)?.abort(),
  };
}
