// SPDX-License-Identifier: Apache-2.0
/** Why the helper of Cockpit's host is not reached, in words, and what to do about it. */

import type { GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { helperSocket } from '../../contract/helper-socket.ts';
import { type UnreachedCause, unreachedFixes } from '../../contract/rules/unreached-fixes.ts';
import { say } from '../../contract/text.ts';
import { ExplainedEnd } from '../../rpc/port/relay-port.ts';
import { t } from '../lib/language/t.ts';
import { ChannelError } from './channel-bytes.ts';

/** Cockpit has few names for problems, and passes on what the system says: `[Errno 13] Permission denied`. */
function causeOf({ problem, message }: ChannelError): UnreachedCause {
  if (problem === 'access-denied' || /\bErrno (?:1|13)\b/.test(message)) return 'forbidden';
  if (/\bErrno (?:2|20)\b/.test(message)) return 'absent';
  if (problem === 'not-found') return 'silent';
  return problem === 'disconnected' || problem === 'timeout' ? 'disconnected' : 'other';
}

/** Gives an error whose message begins "cannot ...", as those of the window do. */
export function explainEnd(error: unknown, host: string): Error {
  if (!(error instanceof ChannelError)) return error instanceof Error ? error : new Error(String(error));
  return new ExplainedEnd(wordsOf(error, host), { cause: causeOf(error) });
}

function wordsOf(error: ChannelError, host: string): string {
  switch (causeOf(error)) {
    case 'forbidden':
      return t(
        'cannot use the host {host}: you may not open {socket}; ask an administrator to add you to the group ' +
          'bulkhead, then log in again',
        { host, socket: helperSocket },
      );
    case 'absent':
      return t('cannot reach the host {host}: there is no {socket}; install the package bulkhead-helper there', {
        host,
        socket: helperSocket,
      });
    case 'silent':
      return t(
        'cannot reach the host {host}: nobody listens on {socket}; start it with systemctl restart ' +
          'bulkhead-helper.socket',
        { host, socket: helperSocket },
      );
    case 'disconnected':
      return t("cannot reach the host {host}: Cockpit's connection has ended; log in again", { host });
    case 'other':
      return t('cannot reach the host {host}: {reason}', { host, reason: error.message });
  }
}

/** Gives the check that stands for the helper's own checks while it is not reached. */
export function checkOf(error: Error): GivenHostCheck {
  const cause = Object.hasOwn(unreachedFixes, String(error.cause)) ? (error.cause as UnreachedCause) : 'other';
  const { message } = error;
  return {
    id: 'connection',
    title: say('Connection'),
    state: 'fail',
    message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
    fix: unreachedFixes[cause],
  };
}
