// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of what a job backs up, and of which backups it keeps. */

import type { BackupKeep, JobContainers } from '../model/host/backup-job.ts';
import { t } from '../text.ts';

/** Describes the containers of a job, such as `all` or `web, db`. */
export function describeJobContainers(containers: JobContainers): string {
  switch (containers.kind) {
    case 'all':
      return t('all containers');
    case 'tags':
      return t('tagged {tags}', { tags: containers.tags.join(', ') });
    case 'names':
      return containers.names.join(', ');
  }
}

/** Describes which backups are kept, such as `7 daily, 4 weekly`. */
export function describeBackupKeep({ last, hourly, daily, weekly, monthly }: BackupKeep): string {
  return [
    [last, t('the newest {count}', { count: last })],
    [hourly, t('{count} hourly', { count: hourly })],
    [daily, t('{count} daily', { count: daily })],
    [weekly, t('{count} weekly', { count: weekly })],
    [monthly, t('{count} monthly', { count: monthly })],
  ]
    .flatMap(([count, words]) => (count === 0 ? [] : [words]))
    .join(', ');
}
