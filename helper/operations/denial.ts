/** Handlers of the operations on SELinux denials. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Denials, HiddenDenials } from '../host/host.ts';
import { denialPage } from '../features/denials/denial-page.ts';

type Own =
  | 'denial.query'
  | 'denial.explain'
  | 'denial.timeline'
  | 'denial.reveal'
  | 'denial.conceal'
  | 'denial.revealed'
  | 'denial.watch';

export function denialHandlers(denials: Denials, hidden: HiddenDenials): Pick<Handlers<Caller>, Own> {
  return {
    'denial.query': async ({ after, ...query }, { signal }) => denialPage(await denials.query(query, signal), after),
    'denial.explain': (one, { signal }) => denials.explain(one, signal),
    'denial.timeline': async (params) => denials.timeline(params),
    'denial.reveal': async ({ minutes }, { signal }) => ({ until: await hidden.reveal(minutes * 60, signal) }),
    'denial.conceal': async () => {
      await hidden.conceal();
      return {};
    },
    async *'denial.revealed'(_, { signal }) {
      for await (const until of hidden.watch(signal)) yield { until };
      return {};
    },
    async *'denial.watch'(params, { signal }) {
      yield* denials.watch(params, signal);
      return {};
    },
  };
}
