// SPDX-License-Identifier: Apache-2.0
/**
 * What a call requested, as the activity log keeps it: enough to know later what was done, and limited in size whatever
 * a caller sends.
 */

import type { OperationName, Params } from '../../contract/operations/index.ts';
import type { StoredRequest } from '../journal/stored-activity.ts';

const maxArguments = 64;
const maxArgumentLength = 256;

/** Takes params that the operation's schema has parsed. Null where operation and subject say it already. */
export function requestOf(name: OperationName, params: unknown): StoredRequest | null {
  if (name === 'activity.undo') return { kind: 'undo', id: (params as Params<'activity.undo'>).id };
  if (name !== 'console.open') return null;
  const { command, user, folder } = params as Params<'console.open'>;
  if (command === undefined && user === undefined && folder === undefined) return null;
  return {
    ...shortened(command ?? []),
    ...(user !== undefined && { user }),
    ...(folder !== undefined && { folder: folder.slice(0, maxArgumentLength) }),
  };
}

function shortened(command: readonly string[]): Extract<StoredRequest, { kind: 'command' }> {
  const argv = command.slice(0, maxArguments).map((argument) => argument.slice(0, maxArgumentLength));
  const isShortened =
    argv.length < command.length || argv.some((argument, index) => argument.length < (command[index]?.length ?? 0));
  return { kind: 'command', argv, isShortened };
}
