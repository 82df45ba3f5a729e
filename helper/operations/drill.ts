/** Handlers of the operations on the isolation drill. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../caller.ts';
import type { Drill } from '../host/host.ts';

export function drillHandlers(drill: Drill): Pick<Handlers<Caller>, 'drill.run' | 'drill.list' | 'drill.report'> {
  return {
    'drill.run': (_params, { signal }) => drill.run(signal),
    'drill.list': async () => ({ reports: [...drill.reports()] }),
    'drill.report': async ({ report }) => drill.report(report),
  };
}
