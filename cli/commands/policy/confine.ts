// SPDX-License-Identifier: Apache-2.0
/** `confine`: gives a container another confinement. */

import {
  type Confinement,
  confinementSchema,
  defaultLearnSeconds,
} from '../../../contract/model/containers/container.ts';
import { operations } from '../../../contract/operations/index.ts';
import { learnArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import {
  addDomainOptions,
  describeChoices,
  type DomainOptions,
  readDomainOptions,
} from '../../arguments/domain-options.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { followPolicyChange } from '../../follow/policy-progress.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface ConfineOptions extends DomainOptions {
  readonly learn?: number;
}

export function addConfine({ program, act }: Registry): void {
  const command = program
    .command('confine')
    .summary('change how SELinux confines a container')
    .description(operations['container.confine'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<confinement>', confinementSchema().options.join(', '))
    .option('--learn <span>', 'how long it learns, for example 30m (default: 1h)', learnArgument);
  addDomainOptions(command)
    .addHelpText('after', describeChoices())
    .addHelpText(
      'after',
      examples(
        'confine web own --listen 80 --allow connect-web',
        'confine web own --listen 80 --allow connect:5432 --allow connect:smtp_port_t',
        'confine web own --profile web',
        'confine web learning --learn 30m',
        'confine web shared',
      ),
    )
    .action((name: string, confinement: string, options: ConfineOptions) =>
      act((context) => confine(context, name, { confinement: confinementOf(confinement), ...options })),
    );
}

async function confine(
  context: CommandContext,
  name: string,
  { confinement, learn = defaultLearnSeconds, ...options }: ConfineOptions & { readonly confinement: Confinement },
): Promise<undefined> {
  const { output, signal } = context;
  const stream = { name, confinement, ...readDomainOptions(options), learnSeconds: learn };
  const { container, applies } = await withClient(context, (client) =>
    followPolicyChange(context, client.stream('container.confine', stream, { signal })),
  );
  if (output.isJson)
    await output.json({
      done: { name, confinement, domain: container.domain, applies, learning_until: container.learningUntil },
    });
  else if (!output.isQuiet)
    await output.write(
      `${escapeText(name)}: ${confinement}, ${applies === 'now' ? 'from now on' : 'from its next start on'}\n`,
    );
}

function confinementOf(text: string): Confinement {
  const parsed = confinementSchema().safeParse(text);
  if (!parsed.success) throw new UsageError(`a confinement is ${confinementSchema().options.join(', ')}`);
  return parsed.data;
}
