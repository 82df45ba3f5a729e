// SPDX-License-Identifier: Apache-2.0
/** `backup`: backups of containers, and the repositories that hold them. */

import type { Registry } from '../../registry.ts';
import { addBackups } from './backups.ts';
import { addRepositories } from './repositories.ts';

export function addBackup({ program, act }: Registry): void {
  const backup = program.command('backup').summary('backups of containers, and the repositories that hold them');
  addBackups(backup, act);
  addRepositories(backup, act);
}
