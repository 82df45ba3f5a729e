// SPDX-License-Identifier: Apache-2.0
/** `backup`: backups of containers, the jobs that take them, and the repositories that hold them. */

import type { Registry } from '../../registry.ts';
import { addBackups } from './backups.ts';
import { addJobs } from './jobs.ts';
import { addRepositories } from './repositories.ts';

export function addBackup({ program, act }: Registry): void {
  const backup = program.command('backup').summary('backups of containers, jobs that take them, and repositories');
  addBackups(backup, act);
  addJobs(backup, act);
  addRepositories(backup, act);
}
