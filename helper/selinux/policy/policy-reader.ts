// SPDX-License-Identifier: Apache-2.0
/**
 * A process of its own that reads policies (CIL on its standard input, one after the other) and answers questions about
 * the last until its parent ends. It is separate from the helper because reading a policy takes a hundred megabytes and
 * a second. It has no rights: it runs as nobody and changes nothing.
 */

import { endOfPolicy, type FromReader, type Questions, type ToReader } from './questions.ts';
import { ask, namesOf } from '../../../sepolicy/ask/ask.ts';
import { statementsOnly } from '../../../sepolicy/cil/decompiled.ts';
import { countBeside } from '../../../sepolicy/count.ts';
import { explain } from '../../../sepolicy/explain.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { portTypeOf, portTypesOf, resolveConnectTargets } from '../../../sepolicy/own-domain/port-type.ts';
import { prove } from '../../../sepolicy/prove/prove.ts';
import { replayBoolean } from '../../../sepolicy/replay/replay-boolean.ts';
import { readPolicy } from '../../../sepolicy/read-policy.ts';
import { messageOf } from '../../system/message-of.ts';

/** The last that was read whole. */
let policy: LoadedPolicy | undefined;

async function main(): Promise<void> {
  process.on('message', (message) => {
    // Only the helper holds the other end of this channel, and asks once it knows that a policy was read.
    const asked = message as ToReader;
    try {
      if (policy === undefined) throw new Error('no policy was read yet');
      send({ kind: 'answer', id: asked.id, answer: answerTo(policy, asked) });
    } catch (error) {
      send({ kind: 'failed', id: asked.id, reason: messageOf(error) });
    }
  });
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const [end = '', ...others] = String(chunk).split(endOfPolicy);
    text += end;
    for (const begin of others) {
      // The memory of the old one is needed for the new one.
      policy = undefined;
      policy = readPolicy(statementsOnly(text));
      text = begin;
      send({ kind: 'ready' });
    }
  }
}

function answerTo(policy: LoadedPolicy, asked: ToReader): Questions[ToReader['kind']]['answer'] {
  switch (asked.kind) {
    case 'explain':
      return explain(policy, asked.question);
    case 'port-types':
      return asked.question.map((port) => portTypeOf(policy, port) ?? null);
    case 'connect-targets':
      return resolveConnectTargets(policy, asked.question);
    case 'all-port-types':
      return portTypesOf(policy);
    case 'ask':
      return ask(policy, asked.question);
    case 'count':
      return countBeside(policy, asked.question);
    case 'prove':
      return prove(policy, asked.question ?? undefined);
    case 'replay':
      return replayBoolean(policy, asked.question) ?? null;
    case 'names':
      return namesOf(policy);
  }
}

function send(message: FromReader): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`cannot read the policy: ${messageOf(error)}\n`);
  process.exit(1);
});
