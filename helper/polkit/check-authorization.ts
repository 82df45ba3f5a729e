// SPDX-License-Identifier: Apache-2.0
/** One CheckAuthorization call to polkit, for a process named by its pidfd. */

import type { Standing } from '../access/standing.ts';
import { callSystemBus, type MessageReader, type MessageWriter } from '../system/native/sd-bus.ts';

export interface Question {
  /** Names the action by its full id. */
  readonly actionId: string;
  readonly pidfd: number;
  readonly uid: number;
  /** The prompt shows them: `$(key)` in the action's message. */
  readonly details: Readonly<Record<string, string>>;
  /** Says whether polkit may ask a person for a password; the answer can then take minutes. */
  readonly mayPrompt: boolean;
}

export interface Answer {
  readonly isAuthorised: boolean;
  /** The answer could be yes if a person was asked. */
  readonly isChallenge: boolean;
  /** A person was asked and put the prompt away. */
  readonly isDismissed: boolean;
}

const checkAuthorization = {
  destination: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
  member: 'CheckAuthorization',
} as const;

const allowUserInteraction = 1;

/**
 * What rules of polkit can look up. `60-bulkhead-roles.rules` says yes where there is a role; nobody but root and the
 * owner of the actions can ask with details.
 */
export function detailsOf(container: string | undefined, standing: Standing): Readonly<Record<string, string>> {
  return {
    ...(container !== undefined && { container }),
    ...(standing !== 'none' && standing !== 'denied' && { role: standing }),
  };
}

/** Asks. Aborting the signal closes the connection, upon which polkit closes its prompt. */
export function askPolkit(question: Question, signal: AbortSignal): Promise<Answer> {
  return callSystemBus(
    checkAuthorization,
    { write: (message) => writeQuestion(message, question), read: readAnswer },
    signal,
  );
}

/**
 * The subject is the process by pidfd, with its uid as of connecting. Both types matter: polkit ignores a uid that is
 * not
 * `i` and looks the owner up by the reusable process id instead, and it reads the pidfd only as `h`.
 */
export function writeQuestion(message: MessageWriter, { actionId, pidfd, uid, details, mayPrompt }: Question): void {
  message.container('r', 'sa{sv}', () => {
    message.string('unix-process');
    message.container('a', '{sv}', () => {
      variant(message, 'pidfd', { type: 'h', value: pidfd });
      variant(message, 'uid', { type: 'i', value: uid });
    });
  });
  message.string(actionId);
  message.container('a', '{ss}', () => {
    for (const [key, value] of Object.entries(details)) {
      message.container('e', 'ss', () => {
        message.string(key);
        message.string(value);
      });
    }
  });
  message.integer('u', mayPrompt ? allowUserInteraction : 0);
  message.string('');
}

function variant(
  message: MessageWriter,
  key: string,
  { type, value }: { readonly type: 'i' | 'h'; readonly value: number },
): void {
  message.container('e', 'sv', () => {
    message.string(key);
    message.container('v', type, () => message.integer(type, value));
  });
}

function readAnswer(reply: MessageReader): Answer {
  return reply.container('r', 'bba{ss}', () => {
    const isAuthorised = reply.boolean();
    const isChallenge = reply.boolean();
    const isDismissed = reply.stringMap().has('polkit.dismissed');
    return { isAuthorised, isChallenge, isDismissed };
  });
}
