// SPDX-License-Identifier: Apache-2.0
/** The schedule of each container's snapshots, in a file beside them: it goes where its container goes. */

import { readFileSync, rmSync } from 'node:fs';
import { type KeptSchedule, keptScheduleSchema } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { hasCode } from '../../../system/errno.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';

export interface ScheduleStore {
  /** Undefined where none is set, or none that can be read, which the log says. */
  read(name: string): KeptSchedule | undefined;
  /** Writes it; it is on the disk when it returns. Fails with `disk-full`. */
  write(name: string, schedule: KeptSchedule): void;
  /** Does nothing where none is set. */
  remove(name: string): void;
}

export function createScheduleStore(places: HostPlaces, log: Log): ScheduleStore {
  const pathOf = (name: string): string => containerPlaces(places, name).snapshotSchedule;
  return {
    read(name) {
      try {
        return keptScheduleSchema().parse(JSON.parse(readFileSync(pathOf(name), 'utf8')));
      } catch (error) {
        if (!hasCode(error, 'ENOENT', 'ENOTDIR'))
          log('error', 'snapshot-schedule-not-read', { container: name, reason: messageOf(error) });
        return undefined;
      }
    },
    write(name, schedule) {
      try {
        writeDurably(pathOf(name), JSON.stringify(schedule), 0o600);
      } catch (error) {
        throw asDiskFull(error, places.state);
      }
    },
    remove: (name) => rmSync(pathOf(name), { force: true }),
  };
}
