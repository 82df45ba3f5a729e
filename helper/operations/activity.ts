/** Handlers of the operations on the activity log. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../caller.ts';
import type { ActivityFeed } from '../host/host.ts';

export function activityHandlers(activity: ActivityFeed): Pick<Handlers<Caller>, 'activity.watch'> {
  return {
    async *'activity.watch'(params, { signal }) {
      yield* activity.watch(params, signal);
      return {};
    },
  };
}
