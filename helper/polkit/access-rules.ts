// SPDX-License-Identifier: Apache-2.0
/**
 * What comes of a call, by what polkit answers: `docs/access.md` is generated from this table, and a test holds the
 * helper to it.
 */

import type { Action } from '../../contract/actions.ts';
import type { DispatchFailureCode } from '../../contract/errors.ts';

/** polkit's names for where a caller sits; `any` is everything that is no local session: ssh, a timer, a service. */
export type Session = keyof Action['defaults'];

export const sessionWords: Readonly<Record<Session, string>> = {
  active: 'in the active local session',
  inactive: 'in an inactive local session',
  any: 'in no local session (ssh, a timer, a service)',
};

/** `runs`, or the failure with which the call ends before its handler. */
export type Outcome = 'runs' | DispatchFailureCode;

interface AccessRule {
  /** What polkit answers, for people. */
  readonly answer: string;
  readonly outcome: Outcome;
}

export const accessRules = {
  yes: { answer: 'yes', outcome: 'runs' },
  'password-given': { answer: 'a password is needed, and somebody gives one that is right', outcome: 'runs' },
  'prompt-dismissed': {
    answer: 'a password is needed, and the prompt is dismissed',
    outcome: 'authorisation-dismissed',
  },
  'nobody-to-ask': {
    answer: 'a password is needed, and nobody is there to ask or the password is wrong',
    outcome: 'not-authorised',
  },
  'may-not-ask': {
    answer: 'a password is needed, and the client or the operation says that nobody is to be asked',
    outcome: 'not-authorised',
  },
  no: { answer: 'no', outcome: 'not-authorised' },
  stopped: { answer: 'nothing: polkit does not run', outcome: 'authorisation-unavailable' },
  hanging: { answer: 'nothing within the time', outcome: 'authorisation-unavailable' },
  unregistered: {
    answer: 'an error: it does not know the action, or the process has ended',
    outcome: 'authorisation-unavailable',
  },
} as const satisfies Record<string, AccessRule>;

export type AccessRuleName = keyof typeof accessRules;
