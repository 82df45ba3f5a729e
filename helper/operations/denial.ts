/** Handlers of the operations on SELinux denials. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../caller.ts';
import type { Denials } from '../host/host.ts';

export function denialHandlers(denials: Denials): Pick<Handlers<Caller>, 'denial.query' | 'denial.explain' | 'denial.timeline' | 'denial.watch'> {
  return {
    'denial.query': (params, { signal }) => denials.query(params, signal),
    'denial.explain': ({ group }, { signal }) => denials.explain(group, signal),
    'denial.timeline': async (params) => denials.timeline(params),
    async *'denial.watch'(params, { signal }) {
      yield* denials.watch(params, signal);
      return {};
    },
  };
}
