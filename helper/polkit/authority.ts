// SPDX-License-Identifier: Apache-2.0
/** Who decides about calls, and how a call is admitted: every action that it needs has to be authorised. */

import type { ActionName } from '../../contract/actions.ts';
import type { Standing } from '../access/standing.ts';
import type { Peer } from '../server/identity.ts';

/** Asks the authority one question: may this process do this, to this? */
export interface AuthorisationRequest {
  readonly peer: Peer;
  readonly action: ActionName;
  /** The container's name, shown in the prompt; undefined when the action concerns none. */
  readonly container: string | undefined;
  /** The role that the helper found them to have for this; polkit decides alone where it is `none` or left out. */
  readonly standing?: Standing;
  /** False when the client cannot or will not wait for a person to type a password. */
  readonly isInteractive: boolean;
}

/** A call that wants to be admitted: everything that it does is one of these actions. */
export interface AdmissionRequest extends Omit<AuthorisationRequest, 'action'> {
  readonly actions: readonly ActionName[];
}

/**
 * Decides. Resolves only when the answer is yes; every other outcome, faults and time-outs too, rejects with a failure.
 */
export interface Authority {
  authorise(request: AuthorisationRequest, signal: AbortSignal): Promise<void>;
}

/**
 * Asks for each action in turn; the first that is denied ends it. An operation that needs no action cannot be admitted.
 */
export async function admit(
  authority: Authority,
  { actions, ...request }: AdmissionRequest,
  signal: AbortSignal,
): Promise<void> {
  if (actions.length === 0) throw new Error('cannot admit a call that needs no action');
  for (const action of actions) {
    await authority.authorise({ ...request, action }, signal);
    signal.throwIfAborted();
  }
}
