// SPDX-License-Identifier: Apache-2.0
/** `alert`: what the host alerts of, and the rules by which it does. */

import { type Command, Option } from 'commander';
import { alertJson } from '../../../contract/wording/alerts/alert-json.ts';
import { describeAlert, describeCondition } from '../../../contract/wording/alerts/describe-alert.ts';
import {
  type Alert,
  type AlertChoice,
  type AlertRule,
  type AlertState,
  isMuted,
  usualAlertChoice,
} from '../../../contract/model/alerts/alert.ts';
import { type AlertKindName, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { operations } from '../../../contract/operations/index.ts';
import {
  alertKindArgument,
  alertNumberArgument,
  spanArgument,
  thresholdArgument,
} from '../../arguments/monitoring-arguments.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../../report/format-time.ts';
import { addAlertTarget } from './alert-target.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface RuleOptions {
  readonly rule?: number;
  readonly threshold?: number;
  readonly time?: number;
  readonly container?: readonly string[];
  readonly off?: boolean;
  readonly on?: boolean;
}

export function addAlert({ program, act }: Registry): void {
  const command = program
    .command('alert')
    .summary('show alerts, and choose what the host alerts of')
    .description('Alerts and their rules, which the helper watches also while no window is open.');
  addList(command, act);
  command
    .command('rules')
    .summary('list the rules')
    .description(operations['alert.list'].summary)
    .addHelpText('after', examples('alert rules', 'alert rules --json'))
    .action(() => act(listRules));
  addSet(command, act);
  for (const ruleCommand of ruleCommands) addRuleCommand(command, act, ruleCommand);
  addMute(command, act);
  addAcknowledge(command, act);
  addAlertTarget(command, act);
}

function addList(parent: Command, act: Registry['act']): void {
  parent
    .command('ls')
    .summary('list the active alerts')
    .description(operations['alert.list'].summary)
    .option('--all', 'those that have ended lately too')
    .option('--follow', 'then a line for each alert that begins or ends, until Ctrl-C')
    .addHelpText('after', examples('alert ls', 'alert ls --all --json', 'alert ls --follow --json'))
    .action((options: { readonly all?: boolean; readonly follow?: boolean }) =>
      act((context) => listAlerts(context, options)),
    );
}

function addSet(parent: Command, act: Registry['act']): void {
  parent
    .command('set')
    .summary('add a rule, or change one')
    .description(
      `${operations['alert.set-rule'].summary} What is left out is as usual for the kind, or as the rule has it.`,
    )
    .argument('[kind]', 'what to alert of, for a new rule: see the guide', alertKindArgument)
    .option('--rule <number>', 'change this rule', alertNumberArgument)
    .option('--threshold <number>', 'per cent, or a number of events', thresholdArgument)
    .option(
      '--time <span>',
      'how long it has to last, or within which time events are counted: 90s, 5m, 1h',
      spanArgument,
    )
    .option('--container <name>', 'only this container; may be given several times', containersArgument)
    .option('--off', 'switch the rule off')
    .option('--on', 'switch the rule on')
    .addHelpText(
      'after',
      examples('alert set container-memory --threshold 80 --time 5m --container web', 'alert set --rule 3 --off'),
    )
    .action((kind: AlertKindName | undefined, options: RuleOptions) =>
      act((context) => setRule(context, kind, options)),
    );
}

/** A command that takes nothing but the number of a rule. */
interface RuleCommand {
  readonly name: string;
  readonly summary: string;
  readonly operation: 'alert.remove-rule' | 'alert.try-rule' | 'alert.mute-rule';
  readonly run: (context: CommandContext, rule: number) => Promise<undefined>;
}

const ruleCommands: readonly RuleCommand[] = [
  { name: 'rm', summary: 'remove a rule', operation: 'alert.remove-rule', run: removeRule },
  { name: 'try', summary: 'make an alert as a rule would', operation: 'alert.try-rule', run: tryRule },
  {
    name: 'unmute',
    summary: 'notify of the alerts of a rule again',
    operation: 'alert.mute-rule',
    run: (context, rule) => mute(context, rule, 0),
  },
];

function addRuleCommand(parent: Command, act: Registry['act'], { name, summary, operation, run }: RuleCommand): void {
  parent
    .command(name)
    .summary(summary)
    .description(operations[operation].summary)
    .argument('<rule>', 'its number', alertNumberArgument)
    .addHelpText('after', examples(`alert ${name} 3`))
    .action((rule: number) => act((context) => run(context, rule)));
}

function addMute(parent: Command, act: Registry['act']): void {
  parent
    .command('mute')
    .summary('notify nobody of the alerts of a rule for a time')
    .description(operations['alert.mute-rule'].summary)
    .argument('<rule>', 'its number', alertNumberArgument)
    .addOption(new Option('--for <span>', 'how long: 90s, 5m, 8h').argParser(spanArgument).default(3600, '1h'))
    .addHelpText('after', examples('alert mute 3 --for 8h'))
    .action((rule: number, options: { readonly for: number }) => act((context) => mute(context, rule, options.for)));
}

function addAcknowledge(parent: Command, act: Registry['act']): void {
  parent
    .command('acknowledge')
    .summary('acknowledge an alert, which ends it')
    .description(operations['alert.end'].summary)
    .argument('<alert>', 'its number', alertNumberArgument)
    .addHelpText('after', examples('alert acknowledge 12'))
    .action((alert: number) => act((context) => endAlert(context, alert)));
}

function containersArgument(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, nameArgument(text)];
}

async function listAlerts(
  context: CommandContext,
  { all = false, follow = false }: { readonly all?: boolean; readonly follow?: boolean },
): Promise<undefined> {
  const { output, signal } = context;
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      const seen = new Map<number, Alert['endedAt']>();
      let isFirst = true;
      for await (const { alerts } of client.stream('alert.watch', {}, { signal })) {
        const oldestFirst = alerts.toReversed();
        const shown = oldestFirst.filter(({ id, endedAt }) =>
          isFirst ? all || endedAt === null : seen.get(id) !== endedAt,
        );
        for (const { id, endedAt } of alerts) seen.set(id, endedAt);
        if (isFirst && shown.length === 0) await output.note('No alert lasts.');
        if (shown.length > 0) await showAlerts(context, shown, { hasHeader: isFirst });
        isFirst = false;
        if (!follow) return;
      }
    }),
  );
}

async function listRules({ output, signal, ...context }: CommandContext): Promise<undefined> {
  const { rules }: AlertState = await withClient({ output, signal, ...context }, (client) =>
    client.request('alert.list', {}, { signal }),
  );
  if (output.isJson) for (const rule of rules) await output.json(ruleJson(rule));
  else if (rules.length === 0) await output.note('There are no rules.');
  else await output.write(formatTable(rules, ruleColumns, output));
}

async function setRule(
  context: CommandContext,
  kind: AlertKindName | undefined,
  options: RuleOptions,
): Promise<undefined> {
  const { output, signal } = context;
  const { rule: id, off = false, on = false } = options;
  if ((kind === undefined) === (id === undefined))
    throw new UsageError('name either the kind of a new rule, or a rule by --rule; see bulkheadctl alert set --help');
  if (off && on) throw new UsageError('--on and --off exclude each other');
  const rule = await withClient(context, async (client) => {
    const { rules } = await client.request('alert.list', {}, { signal });
    const before = rules.find((one) => one.id === id);
    // An unknown number is answered by the helper, in its words.
    const base = before ?? usualAlertChoice(kind ?? 'container-cpu');
    const choice: AlertChoice = {
      kind: base.kind,
      threshold: options.threshold ?? base.threshold,
      seconds: options.time ?? base.seconds,
      containers: [...(options.container ?? base.containers)],
      isEnabled: on || (base.isEnabled && !off),
    };
    return client.request('alert.set-rule', { choice, ...(id !== undefined && { rule: id }) }, { signal });
  });
  await showRule(context, rule);
  if (!output.isJson) await output.note('The helper watches by it from now on.');
  return undefined;
}

async function removeRule(context: CommandContext, rule: number): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('alert.remove-rule', { rule }, { signal }));
  if (output.isJson) await output.json({});
}

async function tryRule(context: CommandContext, rule: number): Promise<undefined> {
  const { signal } = context;
  const alert = await withClient(context, (client) => client.request('alert.try-rule', { rule }, { signal }));
  await showAlerts(context, [alert]);
}

async function endAlert(context: CommandContext, alert: number): Promise<undefined> {
  const { signal } = context;
  const ended = await withClient(context, (client) => client.request('alert.end', { alert }, { signal }));
  await showAlerts(context, [ended]);
}

async function mute(context: CommandContext, rule: number, seconds: number): Promise<undefined> {
  const muted = await withClient(context, (client) =>
    client.request('alert.mute-rule', { rule, seconds }, { signal: context.signal }),
  );
  await showRule(context, muted);
  return undefined;
}

async function showRule({ output }: CommandContext, rule: AlertRule): Promise<void> {
  if (output.isJson) await output.json(ruleJson(rule));
  else await output.write(formatTable([rule], ruleColumns, output));
}

async function showAlerts(
  { output }: CommandContext,
  alerts: readonly Alert[],
  look: { readonly hasHeader?: boolean } = {},
): Promise<void> {
  if (output.isJson) for (const alert of alerts) await output.json(alertJson(alert));
  else await output.write(formatTable(alerts, alertColumns, { paint: output.paint, width: output.width, ...look }));
}

function ruleJson({ id, kind, threshold, seconds, containers, isEnabled, mutedUntil }: AlertRule): object {
  return { id, kind, threshold, seconds, containers, enabled: isEnabled, muted_until: mutedUntil };
}

const alertColumns: readonly Column<Alert>[] = [
  { title: 'ID', cell: ({ id }) => String(id), isNumber: true },
  { title: 'BEGUN', cell: ({ begunAt }) => formatTime(begunAt) },
  { title: 'ENDED', cell: ({ endedAt }) => (endedAt === null ? absent : formatTime(endedAt)) },
  {
    title: 'SEVERITY',
    cell: ({ kind }) => alertKindOf(kind).severity,
    colour: ({ kind }) => (alertKindOf(kind).severity === 'critical' ? 'red' : 'yellow'),
  },
  { title: 'ALERT', cell: (alert) => escapeText(describeAlert(alert)) },
];

const ruleColumns: readonly Column<AlertRule>[] = [
  { title: 'RULE', cell: ({ id }) => String(id), isNumber: true },
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'ALERTS', cell: describeCondition },
  { title: 'OF', cell: ({ kind, containers }) => ofLabel(kind, containers) },
  { title: 'STATE', cell: stateLabel },
];

function ofLabel(kind: AlertKindName, containers: readonly string[]): string {
  if (alertKindOf(kind).of === 'host') return 'the host';
  return containers.length === 0 ? 'every container' : containers.join(', ');
}

function stateLabel(rule: AlertRule): string {
  if (!rule.isEnabled) return 'off';
  return isMuted(rule, Date.now() / 1000) ? `muted until ${formatTime(rule.mutedUntil ?? 0)}` : 'on';
}
