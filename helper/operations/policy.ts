/** Handlers of the operations on the policy modules of containers. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Policies } from '../host/host.ts';

type PolicyHandlers = Pick<
  Handlers<Caller>,
  Exclude<Extract<keyof Handlers<Caller>, `policy.${string}`>, 'policy.ask' | 'policy.names'>
>;

export function policyHandlers(policies: Policies): PolicyHandlers {
  return {
    'policy.list': async (_params, { signal }) => ({ modules: await policies.list(signal) }),
    'policy.show': (params, { signal }) => policies.show(params, signal),
    'policy.preview': (params, { signal }) => policies.preview(params, signal),
    'policy.install': (params, { signal }) => policies.install(params, signal),
    'policy.revert': (params, { signal }) => policies.revert(params, signal),
    'policy.learned': async ({ name }, { signal }) => ({ rules: await policies.learned(name, signal) }),
    'policy.adopt': (params, { signal }) => policies.adopt(params, signal),
  };
}
