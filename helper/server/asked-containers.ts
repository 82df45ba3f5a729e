// SPDX-License-Identifier: Apache-2.0
/**
 * Which container a question of polkit was about, on one connection of the listener: its identity when the question was
 * put. Somebody may think about a password for two minutes, in which another container can get the name.
 */

import type { Message } from 'vscode-jsonrpc';

/** Names one container whatever it is called, or whatever else gets its name; undefined where there is none. */
export type IdentifyContainer = (name: string) => string | undefined;

export interface AskedContainer {
  readonly name: string;
  readonly identity: string | undefined;
}

export interface AskedContainers {
  /** A question about the container of this name is put now. */
  ask(question: number, name: string): void;
  /** It was authorised: the next message is its call. */
  pass(question: number): void;
  /** It was not, and no call comes of it. */
  drop(question: number): void;
  /** Takes each message that is a client's. Throws when a call was announced and another message comes. */
  follow(message: Message): void;
  /** What the call with these params was authorised for; undefined when nobody was asked about a container. */
  askedFor(rawParams: unknown): AskedContainer | undefined;
}

/** More than a connection may have calls. */
const maxOpen = 128;

export function createAskedContainers(identify: IdentifyContainer): AskedContainers {
  const open = new Map<number, AskedContainer>();
  const calls = new WeakMap<object, AskedContainer>();
  let passed: AskedContainer | undefined;

  function take(question: number): AskedContainer {
    const asked = open.get(question);
    if (asked === undefined) throw new Error(`cannot follow the listener: it has not put the question ${question}`);
    open.delete(question);
    return asked;
  }

  return {
    ask(question, name) {
      if (open.size >= maxOpen) throw new Error('cannot follow the listener: it puts too many questions');
      open.set(question, { name, identity: identify(name) });
    },
    pass(question) {
      passed = take(question);
    },
    drop: (question) => void take(question),
    follow(message) {
      if (passed === undefined) return;
      const { id, params } = message as { readonly id?: unknown; readonly params?: unknown };
      if (id === undefined || typeof params !== 'object' || params === null)
        throw new Error('cannot follow the listener: it has announced a call, and sent something else');
      calls.set(params, passed);
      passed = undefined;
    },
    askedFor: (rawParams) => (typeof rawParams === 'object' && rawParams !== null ? calls.get(rawParams) : undefined),
  };
}
