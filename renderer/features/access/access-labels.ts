// SPDX-License-Identifier: Apache-2.0
/** Words of the page Access. */

import type { Role } from '../../../contract/actions.ts';
import { clientGroup } from '../../../contract/client-group.ts';
import { t } from '../../lib/language/t.ts';

export const roleLabels: Readonly<Record<Role, string>> = {
  see: t('See'),
  operate: t('Operate'),
  administer: t('Administer'),
};

export const roleMeanings: Readonly<Record<Role, string>> = {
  see: t('Lists, graphs, denials, logs and activity; changes nothing.'),
  operate: t('See, and start, stop and limit containers, take snapshots, read files.'),
  administer: t('Everything, also root inside containers and the policy of the host.'),
};

/** What lets a user connect. */
export function joinCommand(user: string): string {
  return `usermod -aG ${clientGroup} ${user}`;
}
