// SPDX-License-Identifier: Apache-2.0
/** Why a host cannot be checked by its helper, and what this machine can find out about that. */

import { isFailure } from '../../contract/errors.ts';
import type { GivenCheckFix, GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { say } from '../../contract/text.ts';
import { ConnectionClosedError } from '../../rpc/client.ts';
import { HostForbiddenError, HostImpostorError, HostUnreachableError } from '../host-errors.ts';
import { formatHost, type Host } from '../parse-host.ts';
import { sentenceOf } from '../sentence-of.ts';
import type { ReadClientFacts } from './client-facts.ts';
import { judgeClient } from './judge-client.ts';

/** The first check is the connection; the others are of this machine, when that is the host. */
export async function checkFromHere(
  { host, error, read }: { readonly host: Host; readonly error: Error; readonly read: ReadClientFacts },
  signal: AbortSignal,
): Promise<readonly GivenHostCheck[]> {
  const isAnswered = isFailure(error);
  const others =
    host.kind === 'local' && !isAnswered ? judgeClient(await read(signal), error instanceof HostForbiddenError) : [];
  const hasCause = others.some(({ state }) => state === 'fail');
  const fix: GivenCheckFix = hasCause
    ? { by: 'advice', summary: say('Fix what is listed below, then check again.') }
    : connectionFix(host, error);
  return [{ id: 'connection', title: say('Connection'), state: 'fail', message: sentenceOf(error), fix }, ...others];
}

/** True for what keeps a client from an answer of the helper; anything else is a fault of the client. */
export function keepsFromHelper(error: unknown): error is Error {
  return (
    (isFailure(error) && error.code !== 'cancelled') ||
    error instanceof HostUnreachableError ||
    error instanceof HostForbiddenError ||
    error instanceof HostImpostorError ||
    error instanceof ConnectionClosedError
  );
}

function connectionFix(host: Host, error: Error): GivenCheckFix {
  if (error instanceof HostImpostorError)
    return {
      by: 'commands',
      summary: say('Find out which process listens there, and end it.'),
      commands: ['ss -xlp src /run/bulkhead/helper.sock'],
    };
  if (isFailure(error)) return failureFix(error.code);
  switch (host.kind) {
    case 'local':
      return {
        by: 'commands',
        summary: say('The logs of the listener, which greets clients, and of the helper say more.'),
        commands: ['journalctl -b -n 30 -u bulkhead-listener -u bulkhead-helper'],
      };
    case 'ssh':
      return {
        by: 'commands',
        summary: say('See whether ssh itself gets there, and what the doctor says on that machine.'),
        commands: [`ssh ${formatHost(host)} bulkheadctl doctor`],
      };
    case 'lab':
      return { by: 'commands', summary: say('Start the lab.'), commands: ['npm run lab -- up --deployed --detach'] };
  }
}

function failureFix(code: string): GivenCheckFix {
  switch (code) {
    case 'not-authorised':
    case 'authorisation-dismissed':
      return {
        by: 'advice',
        summary: say(
          'Give the password of an administrator, or ask for a polkit rule that allows org.bulkhead.view-host.',
        ),
      };
    case 'authorisation-unavailable':
      return {
        by: 'commands',
        summary: say('Look at the service of polkit.'),
        commands: ['systemctl status polkit.service', 'systemctl restart polkit.service'],
      };
    case 'operation-unknown':
    case 'protocol-mismatch':
      return { by: 'advice', summary: say('Bring both to the same version: the helper first, then this client.') };
    default:
      return { by: 'advice', summary: say('Try again; when it stays so, the log of the helper says more.') };
  }
}
