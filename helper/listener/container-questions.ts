// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the helper which role the client has for a call, and has it hold to the container that has the name when polkit is
 * asked: it learns of the question before that is put, and what became of it. The listener itself sees no container.
 */

import type { Message } from 'vscode-jsonrpc';
import { unlessAborted } from '../../rpc/async/unless-aborted.ts';
import type { RelayedCall } from '../../rpc/relay.ts';
import type { Transport } from '../../rpc/transport.ts';
import type { Standing } from '../access/standing.ts';
import { askOf, dropOf, notedQuestionOf, passOf } from '../server/listener-messages.ts';
import { namedContainerOf } from '../server/subject.ts';

export interface ContainerQuestions {
  /** Resolves with the client's role for it when the helper knows which container is meant. */
  put(call: RelayedCall): Promise<Standing>;
  /** The next message is this call. */
  pass(call: RelayedCall): void;
  /** The call does not come. */
  drop(call: RelayedCall): void;
  /** The helper's transport without what it says about questions. */
  readonly transport: Transport;
}

export function createContainerQuestions(helper: Transport): ContainerQuestions {
  const numbers = new WeakMap<RelayedCall, number>();
  const waiting = new Map<number, (standing: Standing) => void>();
  let last = 0;

  function end(call: RelayedCall, messageOf: (question: number) => Message): void {
    const question = numbers.get(call);
    if (question !== undefined) send(helper, messageOf(question));
  }

  function hear(message: Message): boolean {
    const noted = notedQuestionOf(message);
    if (noted === undefined) return false;
    waiting.get(noted.question)?.(noted.standing);
    waiting.delete(noted.question);
    return true;
  }

  return {
    async put(call) {
      const container = namedContainerOf(call.params);
      const question = (last += 1);
      if (container !== undefined) numbers.set(call, question);
      const noted = new Promise<Standing>((resolve) => waiting.set(question, resolve));
      send(helper, askOf(question, call.name, container));
      return unlessAborted(noted, call.signal).finally(() => waiting.delete(question));
    },
    pass: (call) => end(call, passOf),
    drop: (call) => end(call, dropOf),
    transport: {
      ...helper,
      onMessage(listener) {
        helper.onMessage((message) => {
          if (!hear(message)) listener(message);
        });
      },
    },
  };
}

/** A connection that has ended takes no message, and needs none. */
function send(helper: Transport, message: Message): void {
  helper.send(message).catch(() => undefined);
}
