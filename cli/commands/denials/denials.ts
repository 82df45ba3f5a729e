// SPDX-License-Identifier: Apache-2.0
/** `denials`: what SELinux denied, grouped or event by event, from a host or from a file. */

import { Option } from 'commander';
import { defaultDenialSeconds, isOfHost } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialEvent, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Item, ParamsInput } from '../../../contract/operations/index.ts';
import { minutesArgument } from '../../arguments/minutes-argument.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { momentForms, momentOption } from '../../arguments/moment-option.ts';
import { warnOfAuditLog } from '../../audit-log.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { eventJson, groupJson } from '../../format/json/denial-json.ts';
import { groupColumns } from '../../format/denial-text.ts';
import { eventLine } from '../../../report/event-line.ts';
import { examples } from '../../format/help-text.ts';
import { formatTable } from '../../output/format-table.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { jsonText } from '../../output/json-text.ts';
import { queryDenials } from '../../../report/host-report/query-denials.ts';
import type { Registry } from '../../registry.ts';
import { columnsOfHosts, followHosts, gatherFromHosts, jsonOfHost, type OfHost } from '../../several-hosts.ts';
import { UsageError } from '../../usage-error.ts';
import { type ExportFormat, exportDenials, exportFormats } from './export-denials.ts';
import { showDenialsOfFile } from './denials-of-file.ts';

interface DenialsOptions {
  readonly since?: string;
  readonly container?: string;
  readonly follow?: boolean;
  readonly events?: boolean;
  readonly input?: string;
  readonly export?: ExportFormat;
  readonly showDontaudit?: number;
  readonly hideDontaudit?: boolean;
  readonly all?: boolean;
}

type View = Pick<Item<'denial.watch'>, 'groups' | 'events' | 'lost'>;

interface JoinedView {
  readonly groups: readonly OfHost<DenialGroup>[];
  readonly events: readonly OfHost<DenialEvent>[];
  readonly lost: number;
}

/** The most that the helper gives at once. */
const maxEvents = 1000;

const description =
  'Shows what SELinux denied, in groups of one cause each, or event by event with ' +
  `--events.
With --input it reads a log (auditd's, ausearch's output, a kernel log, journald's ` +
  `JSON; - is stdin) and needs no helper, no host and no SELinux.
EFFECT is "blocked", "logged" where a permissive domain or host let it through, or ` +
  `"both" where some were blocked and some went through.
GROUP is "needs action", "isolation" for what isolation blocked, or "host" for what is about no container, which ` +
  `the table leaves out without --all. Without --since they are those of the last 24 hours.
With --show-dontaudit the kernel temporarily logs dontaudit denials too; it allows ` +
  'nothing more, and ends by itself.';

const sinceHelp = `leave out what is older: ${momentForms}`;

export function addDenials({ program, act }: Registry): void {
  program
    .command('denials')
    .summary('show what SELinux denied')
    .description(description)
    .option('--since <time>', sinceHelp)
    .option('--container <name>', 'only those of one container', nameArgument)
    .option('--follow', 'go on with new ones, until Ctrl-C')
    .option('--all', "also the host's own, which are about no container")
    .option('--events', 'single events instead of groups')
    .option('--input <file>', 'read this file instead of asking a host')
    .addOption(
      new Option('--export <format>', 'groups with the reasons that the loaded policy gives, for tickets').choices(
        exportFormats,
      ),
    )
    .option('--show-dontaudit <time>', 'log dontaudit denials for this long: 1m to 60m', minutesArgument)
    .option('--hide-dontaudit', 'end --show-dontaudit now')
    .addHelpText(
      'after',
      examples(
        'denials --show-dontaudit 10m',
        '--host ssh://one --host ssh://two denials --follow',
        'denials --since 2h',
        'denials --since 1d --export sarif > denials.sarif',
        'denials --container web --events --follow',
        'denials --input /var/log/audit/audit.log',
        'denials --input - --events --json < audit.log',
      ),
    )
    .action((options: DenialsOptions) => act((context) => showDenials(context, options), { severalHosts: true }));
}

async function showDenials(context: CommandContext, options: DenialsOptions): Promise<number | undefined> {
  const { input, container, follow = false, events: isEvents = false, showDontaudit, hideDontaudit = false } = options;
  if (context.hosts.length > 1) rejectForSeveralHosts(options);
  if (showDontaudit !== undefined || hideDontaudit) return switchDontaudit(context, options);
  const since = momentOption('--since', options.since, context.environment.now());
  if (input !== undefined) {
    const [clash] = [
      ...(follow ? ['--follow'] : []),
      ...(container === undefined ? [] : ['--container']),
      ...(options.export === undefined ? [] : ['--export']),
    ];
    if (clash !== undefined) throw new UsageError(`--input reads a file as it is: it does not go with ${clash}`);
    return showDenialsOfFile(context, { file: input, isEvents, since });
  }
  if (options.all === true && isEvents) throw new UsageError('--all is for groups: --events gives all events');
  if (options.export !== undefined && (follow || isEvents))
    throw new UsageError(
      `--export gives groups as they are now: it does not go with ${follow ? '--follow' : '--events'}`,
    );
  const query = {
    ...(since !== undefined && { since }),
    ...(container !== undefined && { container }),
    events: isEvents ? maxEvents : 0,
  };
  if (options.export !== undefined) return exportDenials(context, query, options.export);
  const recent = { ...query, since: since ?? Math.max(0, context.environment.now() - defaultDenialSeconds) };
  const form = { isEvents, hasHost: options.all === true };
  return follow ? followAll(context, recent, form) : askAll(context, recent, form);
}

function rejectForSeveralHosts({ input, showDontaudit, hideDontaudit, ...options }: DenialsOptions): void {
  const [clash] = [
    ...(input === undefined ? [] : ['--input']),
    ...(options.export === undefined ? [] : ['--export']),
    ...(showDontaudit === undefined ? [] : ['--show-dontaudit']),
    ...(hideDontaudit === true ? ['--hide-dontaudit'] : []),
  ];
  if (clash !== undefined) throw new UsageError(`${clash} does not go with several hosts`);
}

async function switchDontaudit(
  context: CommandContext,
  { showDontaudit, hideDontaudit, ...others }: DenialsOptions,
): Promise<undefined> {
  const { output, signal } = context;
  if ((showDontaudit !== undefined && hideDontaudit === true) || Object.keys(others).length > 0)
    throw new UsageError('--show-dontaudit and --hide-dontaudit take no other option: they show nothing by themselves');
  if (showDontaudit === undefined) {
    await withClient(context, (client) => client.request('denial.hide-dontaudit', {}, { signal }));
    await output.note('Dontaudit denials are no longer logged.');
    return;
  }
  const { until } = await withClient(context, (client) =>
    client.request('denial.show-dontaudit', { minutes: showDontaudit }, { signal }),
  );
  if (output.isJson) await output.write(`${jsonText({ until })}\n`);
  else
    await output.note(
      `Dontaudit denials are logged until ${new Date(until * 1000).toISOString()}; end it before with denials --hide-dontaudit.`,
    );
}

async function askAll(context: CommandContext, query: ParamsInput<'denial.query'>, form: Form): Promise<number> {
  const { output, signal } = context;
  const { isEvents } = form;
  const { found, exitCode } = await gatherFromHosts(context, (client) => queryDenials(client, query, signal));
  for (const { value } of found) await warnOfAuditLog(context, value.auditLog);
  const view = joinViews(found);
  const hidden = await show(context, view, form);
  if (hidden > 0)
    await output.note(
      `${hidden === 1 ? 'One cause is' : `${hidden} causes are`} about no container and left out; see all with --all.`,
    );
  if (view.groups.length === 0 && view.events.length === 0 && found.length > 0)
    await output.note('SELinux has denied nothing in this time.');
  const isCut = found.some(
    ({ value: { events, groups } }) =>
      events.length === maxEvents && groups.reduce((sum, { count }) => sum + count, 0) > maxEvents,
  );
  if (isEvents && isCut)
    await output.note(
      `Only the latest ${maxEvents} events${context.hosts.length > 1 ? ' of each host' : ''} are shown; --since narrows them.`,
    );
  return exitCode;
}

async function followAll(context: CommandContext, query: ParamsInput<'denial.watch'>, form: Form): Promise<number> {
  let exitCode: number = exitCodes.done;
  let hasHeader = true;
  await untilInterrupted(context, async () => {
    exitCode = await followHosts(context, (one, host) =>
      withClient(one, async (client) => {
        let said: string | undefined;
        for await (const item of client.stream('denial.watch', query, { signal: one.signal })) {
          // Each change of the state is said once, in its place among the denials.
          if (item.auditLog?.state !== said) await warnOfAuditLog(one, item.auditLog);
          said = item.auditLog?.state;
          const view = joinViews([{ host, value: item }]);
          const hidden = await show(context, view, { ...form, hasHeader });
          if (view.groups.length > hidden) hasHeader = false;
        }
      }),
    );
  });
  return exitCode;
}

/**
 * Joins the views of all hosts in the order that one host gives: groups by their latest event, events by their time.
 */
function joinViews(found: readonly OfHost<View>[]): JoinedView {
  const groups = found.flatMap(({ host, value }) => value.groups.map((group) => ({ host, value: group })));
  const events = found.flatMap(({ host, value }) => value.events.map((event) => ({ host, value: event })));
  if (found.length > 1) {
    groups.sort((left, right) => right.value.last - left.value.last);
    events.sort((left, right) => left.value.time - right.value.time);
  }
  return { groups, events, lost: found.reduce((sum, { value }) => sum + value.lost, 0) };
}

interface Form {
  readonly isEvents: boolean;
  /** A table has the host's own causes, too. */
  readonly hasHost: boolean;
  readonly hasHeader?: boolean;
}

/** Gives how many causes were left out. */
async function show(
  context: CommandContext,
  { groups, events, lost }: JoinedView,
  { isEvents, hasHost, hasHeader = true }: Form,
): Promise<number> {
  const { output } = context;
  const { isJson, paint, width } = output;
  const shown = isJson || isEvents || hasHost ? groups : groups.filter(({ value }) => !isOfHost(value));
  if (isJson)
    await output.write(
      (isEvents
        ? events.map(({ host, value }) => jsonOfHost({ host, value: eventJson(value) }))
        : groups.map(({ host, value }) => jsonOfHost({ host, value: groupJson(value) }))
      )
        .map((value) => `${jsonText(value)}\n`)
        .join(''),
    );
  else if (isEvents)
    await output.write(
      events.map(({ host, value }) => `${host === undefined ? '' : `${host}  `}${eventLine(value, paint)}`).join(''),
    );
  else if (shown.length > 0)
    await output.write(formatTable(shown, columnsOfHosts(groupColumns, context), { paint, width, hasHeader }));
  if (lost > 0)
    await output.complain(`bulkheadctl: ${lost} events came faster than they could be kept and are not counted\n`);
  return groups.length - shown.length;
}
