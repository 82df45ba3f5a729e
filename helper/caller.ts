/**
 * Proof that polkit said yes. A handler cannot be called without a `Caller`, and only {@link Caller.admit} can make one,
 * so that no effect can happen behind a check that was forgotten, or whose answer was ignored.
 */

import type { ActionName } from '../contract/actions.ts';
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

/** Decides. Resolves only when the answer is yes; every other outcome, faults and time-outs too, rejects with a failure. */
export interface Authority {
  authorise(request: AuthorisationRequest, signal: AbortSignal): Promise<void>;
}

export class Caller {
  readonly #identity: Identity;
  readonly #action: ActionName;

  private constructor(identity: Identity, action: ActionName) {
    this.#identity = identity;
    this.#action = action;
    Object.freeze(this);
  }

  static async admit(authority: Authority, request: AuthorisationRequest, signal: AbortSignal): Promise<Caller> {
    await authority.authorise(request, signal);
    signal.throwIfAborted();
    return new Caller(request.identity, request.action);
  }

  /** True for a value that admission made; a look-alike object is none. */
  static isGenuine(value: unknown): value is Caller {
    return typeof value === 'object' && value !== null && #identity in value;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** The one action that was asked for. */
  get action(): ActionName {
    return this.#action;
  }
}
