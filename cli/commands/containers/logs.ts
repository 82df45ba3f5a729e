// SPDX-License-Identifier: Apache-2.0
/** `logs`: the journal of a container, its console, and what LXC said about its last start. */

import { Option } from 'commander';
import { type LogSource, logSources } from '../../../contract/model/logs/log-line.ts';
import { operations, type ParamsInput } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import {
  countArgument,
  logTextArgument,
  nameArgument,
  priorityArgument,
  unitArgument,
} from '../../arguments/argument-parsers.ts';
import { momentForms, momentRange } from '../../arguments/moment-option.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { logJson, logText } from '../../format/log-text.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface LogsOptions {
  readonly source: LogSource;
  readonly follow?: boolean;
  readonly lines: number;
  readonly since?: string;
  readonly until?: string;
  readonly priority?: number;
  readonly unit?: string;
  readonly grep?: string;
  readonly message?: boolean;
}

const description = `${operations['log.read'].summary}
The console log is kept on the host, also of a container that does not run; "start" is what LXC said about the last start.
What the container wrote is shown with its control characters made visible.`;

export function addLogs({ program, act }: Registry): void {
  program
    .command('logs')
    .summary('show the logs of a container')
    .description(description)
    .argument('<name>', 'name of the container', nameArgument)
    .addOption(new Option('--source <source>', 'which of its logs').choices(logSources).default('journal'))
    .option('--follow', 'go on with new lines, until Ctrl-C')
    .option('--lines <number>', 'only the latest lines, so many', countArgument, 1000)
    .option('--since <time>', `leave out what is older: ${momentForms}`)
    .option('--until <time>', 'leave out what is newer: a time as for --since')
    .option('--priority <level>', 'this level and more urgent ones: 0 to 7, or emerg to debug', priorityArgument)
    .option('--unit <unit>', 'of the journal, only what is of this unit', unitArgument)
    .option('--grep <text>', 'only lines that hold this text, in whatever case', logTextArgument)
    .option('--message', 'the message of each line alone, without its time and program')
    .addHelpText(
      'after',
      examples(
        'logs web',
        'logs web --follow --priority warning',
        'logs web --unit nginx.service --since 1h',
        'logs web --source console',
        "logs web --json --grep error | jq '.unit'",
      ),
    )
    .action((name: string, options: LogsOptions) => act((context) => showLogs(context, name, options)));
}

async function showLogs(context: CommandContext, name: string, options: LogsOptions): Promise<undefined> {
  const { output, signal } = context;
  const query = queryOf(name, options, context.environment.now());
  let count = 0;
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      for await (const { lines } of client.stream('log.read', query, { signal })) {
        count += lines.length;
        const text = output.isJson
          ? lines.map(logJson).join('')
          : lines.map((line) => logText(line, options.message === true ? 'message' : 'short', output.paint)).join('');
        if (text !== '') await output.write(text);
      }
    }),
  );
  if (count === 0) await output.note(emptyTexts[options.source]);
}

const emptyTexts: Readonly<Record<LogSource, string>> = {
  journal: 'The journal has no such lines.',
  console:
    'The console log has no such lines. It begins with the next start, where an older helper started the container.',
  start: 'LXC has said nothing of that kind about the last start.',
};

function queryOf(
  name: string,
  { source, follow = false, lines, since, until, priority, unit, grep }: LogsOptions,
  now: number,
): ParamsInput<'log.read'> {
  if (follow && until !== undefined)
    throw new UsageError('--follow goes on with new lines: it does not go with --until');
  if (source !== 'journal' && unit !== undefined)
    throw new UsageError(`--unit is of the journal: it does not go with --source ${source}`);
  if (lines > serviceLimits.logLines.value) throw new UsageError(`--lines is at most ${serviceLimits.logLines.value}`);
  const { from, to } = momentRange(
    [
      ['--since', since],
      ['--until', until],
    ],
    now,
  );
  return {
    name,
    source,
    isFollowed: follow,
    lines,
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
    ...(priority !== undefined && { priority }),
    ...(unit !== undefined && { unit }),
    ...(grep !== undefined && { text: grep }),
  };
}
