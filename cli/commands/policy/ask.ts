// SPDX-License-Identifier: Apache-2.0
/** `ask`: who may do what to what, answered from the loaded policy of a host, or from a policy file. */

import {
  type PolicyAnswer,
  policyAnswerSchema,
  type PolicyQuestion,
  type PolicySubject,
} from '../../../contract/model/policy/policy-question.ts';
import { ask } from '../../../sepolicy/ask/ask.ts';
import { type Asked, completeWithoutPath, processOf } from '../../../sepolicy/ask/asked.ts';
import { answerJson } from '../../format/json/answer-json.ts';
import { answerText } from '../../format/answer-text.ts';
import { parseQuestion, questionGrammar } from '../../arguments/parse-question.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { readPolicyFile } from '../../policy-file.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface AskOptions {
  readonly policy?: string;
}

const description =
  'Answers from the loaded policy, before anything happens: with the rules that grant it, ' +
  `the constraints that deny it, the booleans
that would change it, and the containers concerned. Nothing is tried and nothing is ` +
  `changed. With --policy it reads a file and needs no helper.

${questionGrammar}`;

export function addAsk({ program, act }: Registry): void {
  program
    .command('ask')
    .summary('ask the policy who may do what')
    .description(description)
    .argument('<question...>', 'in one of the forms above')
    .option(
      '--policy <file>',
      'ask this policy instead of a host: a compiled one, or its CIL text; containers and paths it does not know',
    )
    .addHelpText(
      'after',
      examples(
        'ask may web read db:/srv/data',
        'ask may httpd_t name_connect postgresql_port_t:tcp_socket',
        'ask port 5432',
        'ask what web write',
        'ask who write shadow_t',
        'ask --policy policy.34 who write shadow_t',
      ),
    )
    .action((words: readonly string[], options: AskOptions) =>
      act((context) => answer(context, parseQuestion(words), options)),
    );
}

async function answer(context: CommandContext, question: PolicyQuestion, { policy }: AskOptions): Promise<undefined> {
  const { output, signal } = context;
  const asked = policy === undefined ? undefined : withoutHost(question);
  const given: PolicyAnswer =
    policy === undefined || asked === undefined
      ? await withClient(context, (client) => client.request('policy.ask', { question }, { signal }))
      : policyAnswerSchema().parse(ask(await readPolicyFile(policy), asked));
  if (output.isJson) await output.json(answerJson(given));
  else await output.write(answerText(given, output.paint));
}

/** What a file can be asked: types only. */
function withoutHost(question: PolicyQuestion): Asked {
  if (question.kind === 'path')
    throw new UsageError('--policy cannot answer about a path: which label it has, the host knows; ask about its type');
  return completeWithoutPath(question, { subjectOf: typeSubject, containers: [] });
}

function typeSubject(subject: PolicySubject): Extract<Asked, { readonly kind: 'access' }>['subject'] {
  if (subject.kind === 'container')
    throw new UsageError(
      `--policy cannot answer about the container ${subject.name}: which context it has, the ` +
        'host knows; ask about its type, for example bulkhead_t',
    );
  return { name: subject.name, context: processOf(subject.name) };
}
