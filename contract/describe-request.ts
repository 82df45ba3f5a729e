// SPDX-License-Identifier: Apache-2.0
/** What an entry of the activity log asked for, in words that window and command line share. */

import type { ActivityRequest } from './model/activity.ts';

/**
 * Null for nothing beside operation and subject. May hold what a person or a container chose: to be escaped where it is
 * shown.
 */
export function describeRequest(request: ActivityRequest | null): string | null {
  if (request === null) return null;
  if (request.kind === 'undo') return `change ${request.id} (${request.summary ?? 'no longer in the log'})`;
  const { argv, isShortened, user, folder } = request;
  const words = [
    ...argv.map(quoted),
    ...(isShortened ? ['… (shortened)'] : []),
    ...(user === undefined ? [] : [`as ${quoted(user)}`]),
    ...(folder === undefined ? [] : [`in ${quoted(folder)}`]),
  ];
  return words.join(' ');
}

/** As it could be typed, so that where an argument ends is seen. */
function quoted(argument: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
