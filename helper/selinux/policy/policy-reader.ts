// SPDX-License-Identifier: Apache-2.0
/**
 * A process of its own that reads the loaded policy (CIL on its standard input) and answers questions about it until
 * its parent ends. It is separate from the helper because reading a policy takes a hundred megabytes and a second. It
 * has no rights: it runs as nobody and changes nothing.
 */

import { text } from 'node:stream/consumers';
import type { FromReader, Questions, ToReader } from './questions.ts';
import { ask, namesOf } from '../../../sepolicy/ask/ask.ts';
import { statementsOnly } from '../../../sepolicy/cil/decompiled.ts';
import { countBeside } from '../../../sepolicy/count.ts';
import { explain } from '../../../sepolicy/explain.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { portTypeOf, portTypesOf, resolveConnectTargets } from '../../../sepolicy/own-domain/port-type.ts';
import { readPolicy } from '../../../sepolicy/read-policy.ts';
import { messageOf } from '../../system/message-of.ts';

async function main(): Promise<void> {
  const policy = readPolicy(statementsOnly(await text(process.stdin)));
  process.on('message', (message) => {
    // Only the helper holds the other end of this channel.
    const asked = message as ToReader;
    try {
      tell({ kind: 'answer', id: asked.id, answer: answerTo(policy, asked) });
    } catch (error) {
      tell({ kind: 'failed', id: asked.id, reason: messageOf(error) });
    }
  });
  tell({ kind: 'ready' });
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
    case 'names':
      return namesOf(policy);
  }
}

function tell(message: FromReader): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`cannot read the policy: ${messageOf(error)}\n`);
  process.exit(1);
});
