/** Handlers of the operations on the activity log. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Host } from '../host/host.ts';
import { makerOf } from '../features/remedies/maker.ts';

export function activityHandlers({
  activity,
  changes,
}: Pick<Host, 'activity' | 'changes'>): Pick<Handlers<Caller>, 'activity.watch' | 'activity.undo'> {
  return {
    async *'activity.watch'(params, { signal }) {
      yield* activity.watch(params, signal);
      return {};
    },
    'activity.undo': ({ id }, call) => changes.undo(id, makerOf(call), call.signal),
  };
}
