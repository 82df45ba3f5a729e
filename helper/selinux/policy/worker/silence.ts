// SPDX-License-Identifier: Apache-2.0
/** Why the policy worker does not answer, as the socket shows it. */

import { say, type Words } from '../../../../contract/text.ts';
import { hasCode } from '../../../system/errno.ts';

/** The connection ended before an answer, without an error. */
export class WorkerEndedError extends Error {
  constructor() {
    super('the policy worker ended without an answer');
  }
}

/** Takes what a connection ended with; undefined for what is no silence of the worker. */
export function silenceOf(error: unknown): Words | undefined {
  if (hasCode(error, 'ENOENT')) return say('its socket is not there');
  if (hasCode(error, 'ECONNREFUSED')) return say('nobody listens on its socket');
  if (hasCode(error, 'EACCES', 'EPERM')) return say('the helper may not connect to its socket');
  if (hasCode(error, 'EAGAIN')) return say('too many connections wait for it');
  // systemd closes what waits when it gives up on a service that cannot start.
  if (error instanceof WorkerEndedError || hasCode(error, 'ECONNRESET', 'EPIPE'))
    return say('it could not start, or ended before it answered');
  return undefined;
}
