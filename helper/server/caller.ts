// SPDX-License-Identifier: Apache-2.0
/**
 * Proof that polkit said yes. A handler cannot be called without a `Caller`, and only {@link Caller.admit} can make
 * one, so that no effect can happen behind a check that was forgotten, or whose answer was ignored.
 */

import type { ActionName } from '../../contract/actions.ts';
import type { Identity } from './identity.ts';

/** One question to the authority: may this process do this, to this? */
export interface AuthorisationRequest {
  readonly identity: Identity;
  readonly action: ActionName;
  /** The container's name, shown in the prompt; undefined when the action concerns none. */
  readonly container: string | undefined;
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

export class Caller {
  readonly #identity: Identity;
  readonly #actions: readonly ActionName[];

  private constructor(identity: Identity, actions: readonly ActionName[]) {
    this.#identity = identity;
    this.#actions = Object.freeze([...actions]);
    Object.freeze(this);
  }

  /**
   * Asks for each action in turn; the first that is denied ends it. An operation that needs no action cannot be
   * admitted.
   */
  static async admit(
    authority: Authority,
    { actions, ...request }: AdmissionRequest,
    signal: AbortSignal,
  ): Promise<Caller> {
    if (actions.length === 0) throw new Error('cannot admit a call that needs no action');
    for (const action of actions) {
      await authority.authorise({ ...request, action }, signal);
      signal.throwIfAborted();
    }
    return new Caller(request.identity, actions);
  }

  /** True for a value that admission created; a look-alike object is none. */
  static isGenuine(value: unknown): value is Caller {
    return typeof value === 'object' && value !== null && #identity in value;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** The actions that were asked for, all of them allowed. */
  get actions(): readonly ActionName[] {
    return this.#actions;
  }
}
