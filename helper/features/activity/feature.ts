// SPDX-License-Identifier: Apache-2.0
/** Who did what: the activity log, as a stream. */

import type { ActivityFeed } from '../../journal/activity-log.ts';
import type { HandlersOf } from '../../server/feature.ts';

export interface ActivityFeature {
  readonly handlers: HandlersOf<'activity.watch'>;
}

export function createActivityFeature({ activity }: { readonly activity: ActivityFeed }): ActivityFeature {
  return {
    handlers: {
      async *'activity.watch'(params, { signal }) {
        yield* activity.watch(params, signal);
        return {};
      },
    },
  };
}
