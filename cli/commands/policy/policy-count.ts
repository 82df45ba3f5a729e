// SPDX-License-Identifier: Apache-2.0
/** `policy count`: how much a domain may do, counted in the loaded policy of a host or in a policy file. */

import { policySubjectSchema, type PolicySubject } from '../../../contract/model/policy/policy-question.ts';
import type { DomainCount } from '../../../contract/model/policy/domain-count.ts';
import { operations } from '../../../contract/operations/index.ts';
import { countBeside } from '../../../sepolicy/count.ts';
import { subjectOf } from '../../arguments/parse-question.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { countJson, countText } from '../../format/count-text.ts';
import { examples } from '../../format/help-text.ts';
import { InputError } from '../../input-error.ts';
import { readPolicyFile } from '../../policy-file.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface CountOptions {
  readonly against?: string;
  readonly policy?: string;
}

export function addPolicyCount({ program, act }: Registry): void {
  program
    .command('count')
    .summary('count what a domain may do')
    .description(
      `${operations['policy.count'].summary} An access is a target type, a class and a permission. Booleans are as ` +
        'they are set; constraints are not counted. With --policy it reads a file and needs no helper.',
    )
    .argument('<domain>', 'a type, which is a word that ends in _t or begins with type:, or a container')
    .option('--against <domain>', 'compare with this domain or container')
    .option('--policy <file>', 'count in this policy instead of a host: a compiled one, or its CIL text')
    .addHelpText(
      'after',
      examples('policy count web', 'policy count web --against container_t', 'policy count httpd_t --policy policy.34'),
    )
    .action((domain: string, options: CountOptions) => act((context) => count(context, domain, options)));
}

async function count(context: CommandContext, domain: string, options: CountOptions): Promise<undefined> {
  const { output } = context;
  const subject = parseSubject(domain);
  const against = options.against === undefined ? undefined : parseSubject(options.against);
  const counts = await (options.policy === undefined
    ? countInHost(context, subject, against)
    : countInFile(options.policy, [subject, ...(against === undefined ? [] : [against])]));
  if (output.isJson) for (const one of counts) await output.json(countJson(one));
  else await output.write(countText(counts, output));
}

async function countInHost(
  context: CommandContext,
  subject: PolicySubject,
  against: PolicySubject | undefined,
): Promise<readonly DomainCount[]> {
  const params = { subject, ...(against !== undefined && { against }) };
  const { counts } = await withClient(context, (client) =>
    client.request('policy.count', params, { signal: context.signal }),
  );
  return counts;
}

async function countInFile(file: string, subjects: readonly PolicySubject[]): Promise<readonly DomainCount[]> {
  const domains = subjects.map(typeOf);
  const counts = countBeside(await readPolicyFile(file), domains);
  return counts.map((one, place) => {
    if (one === null) throw new InputError(file, `it has no type ${domains[place] ?? ''}`);
    return one;
  });
}

function typeOf({ kind, name }: PolicySubject): string {
  if (kind === 'container')
    throw new UsageError(
      `--policy cannot count what the container ${name} may do: which domain it has, the host knows; name its type, ` +
        'for example bulkhead_t',
    );
  return name;
}

function parseSubject(word: string): PolicySubject {
  const parsed = policySubjectSchema().safeParse(subjectOf(word));
  if (!parsed.success) throw new UsageError(`${word} is neither a type nor the name of a container`);
  return parsed.data;
}
