/** Handlers of the operations on what the walls cost. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Costs } from '../host/host.ts';

export function costHandlers(costs: Costs): Pick<Handlers<Caller>, 'cost.measure' | 'cost.latest'> {
  return {
    'cost.measure': (params, { signal }) => costs.measure(params, signal),
    'cost.latest': async () => ({ report: costs.latest() ?? null }),
  };
}
