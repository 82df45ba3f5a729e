// SPDX-License-Identifier: Apache-2.0
/** Answers questions about the denials of the fake host, and shows its dontaudit denials for a while. */

import { groupOf } from '../containers/fake-changes.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { fakeExplanation } from './fake-explanation.ts';

/** Gives the handlers of everything about denials. */
export function denialHandlers(host: FakeHost): HandlersOf<`denial.${string}`> {
  function setDontaudit(until: number | null): void {
    host.dontaudit.until = until;
    host.dontaudit.changes.send({ until });
  }

  return {
    'denial.query': async ({ container, events }) => host.denials.view(container, events),
    'denial.explain': async (one) => fakeExplanation(groupOf(host, one), host.changes.values()),
    'denial.timeline': async (range) => host.denials.timeline(range),
    'denial.show-dontaudit': async ({ minutes }, { signal }) => {
      await pause(2500, signal);
      const until = host.now() + minutes * 60;
      setDontaudit(until);
      return { until };
    },
    'denial.hide-dontaudit': async () => {
      await pause(800);
      setDontaudit(null);
      return {};
    },
    async *'denial.watch-dontaudit'(_, { signal }) {
      yield { until: host.dontaudit.until };
      yield* host.dontaudit.changes.listen(signal);
      return {};
    },
    async *'denial.watch'({ container, events }, { signal }) {
      yield { type: 'snapshot', ...host.denials.view(container, events) };
      yield* host.denialsAdded.listen(signal);
      return {};
    },
  };
}
