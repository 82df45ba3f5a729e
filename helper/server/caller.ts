// SPDX-License-Identifier: Apache-2.0
/**
 * Proof that a call was admitted. A handler cannot be called without a `Caller`, and only {@link Caller.admit} makes
 * one, for an identity that the listener has introduced: it passes on only what polkit authorised.
 */

import type { ActionName } from '../../contract/actions.ts';
import type { AskedContainer } from './asked-containers.ts';
import type { Identity } from './identity.ts';

export class Caller {
  readonly #identity: Identity;
  readonly #actions: readonly ActionName[];
  readonly #asked: AskedContainer | undefined;

  private constructor(identity: Identity, actions: readonly ActionName[], asked: AskedContainer | undefined) {
    this.#identity = identity;
    this.#actions = Object.freeze([...actions]);
    this.#asked = asked;
    Object.freeze(this);
  }

  /** An operation that needs no action cannot be admitted, nor a call of somebody who was not introduced. */
  static admit(identity: Identity | undefined, actions: readonly ActionName[], asked?: AskedContainer): Caller {
    if (identity === undefined) throw new Error('cannot admit a call before its caller is introduced');
    if (actions.length === 0) throw new Error('cannot admit a call that needs no action');
    return new Caller(identity, actions, asked);
  }

  /** True for a value that admission created; a look-alike object is none. */
  static isGenuine(value: unknown): value is Caller {
    return typeof value === 'object' && value !== null && #identity in value;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** The actions that the call needs, all of them allowed. */
  get actions(): readonly ActionName[] {
    return this.#actions;
  }

  /** The container that the call was authorised for, as it was when that was asked. */
  get asked(): AskedContainer | undefined {
    return this.#asked;
  }
}
