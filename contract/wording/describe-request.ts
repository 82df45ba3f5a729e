// SPDX-License-Identifier: Apache-2.0
/** What an entry of the activity log asked for, in words that window and command line share. */

import type { ActivityRequest } from '../model/activity.ts';
import { t } from '../text.ts';

/**
 * Describes the request; null where there is nothing beside operation and subject. The text may hold what a person or a
 * container chose: escape it where it is shown.
 */
export function describeRequest(request: ActivityRequest | null): string | null {
  if (request === null) return null;
  if (request.kind === 'undo')
    return request.summary === null
      ? t('change {id} (no longer in the log)', { id: request.id })
      : t('change {id} ({summary})', { id: request.id, summary: request.summary });
  const { argv, isShortened, user, folder } = request;
  const words = [
    ...argv.map(quoted),
    ...(isShortened ? [t('… (shortened)')] : []),
    ...(user === undefined ? [] : [t('as {user}', { user: quoted(user) })]),
    ...(folder === undefined ? [] : [t('in {folder}', { folder: quoted(folder) })]),
  ];
  return words.join(' ');
}

/** Quotes the argument as it could be typed, so that one sees where it ends. */
function quoted(argument: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
