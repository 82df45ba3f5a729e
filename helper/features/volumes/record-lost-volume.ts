// SPDX-License-Identifier: Apache-2.0
/** Writes to the activity log that a folder keeps the label of a container, and what is to be done by hand. */

import { isFailure } from '../../../contract/errors.ts';
import { textOf } from '../../../contract/text.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';
import type { Log } from '../../system/log.ts';
import type { VolumeRelease } from './release-volume.ts';

interface LostVolumeRecords {
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
}

export function recordLostVolume({ activity, log }: LostVolumeRecords): VolumeRelease['onLost'] {
  return (source, reason) => {
    log('warning', 'volume-folder-not-found', { source, reason: textOf(reason) });
    try {
      const id = activity.begin({ operation: 'label.restore', subject: source, ...helperItself });
      activity.end(id, 'failed', reason);
    } catch (error) {
      // The helper's own log has it, and the label is no reason to keep the volume.
      if (!isFailure(error, 'disk-full')) throw error;
    }
  };
}
