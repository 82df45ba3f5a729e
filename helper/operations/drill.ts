/** Handlers of the operations on the isolation drill. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Drill } from '../host/host.ts';

export function drillHandlers(
  drill: Drill,
): Pick<Handlers<Caller>, Extract<keyof Handlers<Caller>, `drill.${string}`>> {
  return {
    'drill.run': ({ probes }, { signal }) => drill.run(probes, signal),
    'drill.container': ({ name }, { signal }) => drill.container(name, signal),
    'drill.list': async () => ({
      reports: [...drill.reports()],
      ...(drill.schedule.read() && { schedule: drill.schedule.read() }),
    }),
    'drill.schedule': async ({ at }, { caller: { identity } }) => ({
      schedule: drill.schedule.set(at, { uid: identity.uid, user: identity.user }),
    }),
    'drill.unschedule': async () => {
      drill.schedule.clear();
      return {};
    },
    'drill.report': async ({ report }) => drill.report(report),
  };
}
