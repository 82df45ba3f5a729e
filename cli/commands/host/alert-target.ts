// SPDX-License-Identifier: Apache-2.0
/** `alert target`: where alerts are sent, by mail and to webhooks. */

import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { isMuted } from '../../../contract/model/alerts/alert.ts';
import {
  type AlertTarget,
  type AlertTargetChoice,
  newWebhookSecret,
} from '../../../contract/model/alerts/alert-target.ts';
import { operations } from '../../../contract/operations/index.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { alertNumberArgument, spanArgument } from '../../arguments/monitoring-arguments.ts';
import { readLineOf } from '../../arguments/read-line-of.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../../report/format-time.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

const ways = ['mail', 'webhook'] as const;
type Way = (typeof ways)[number];

interface TargetOptions {
  readonly target?: number;
  readonly name?: string;
  readonly to?: readonly string[];
  readonly url?: string;
  readonly urlFrom?: string;
  readonly secretFrom?: string;
  readonly newSecret?: true;
  readonly unsigned?: true;
  readonly critical?: boolean;
  readonly ends?: boolean;
  readonly off?: true;
  readonly on?: true;
}

/** `parent` is the command `alert`. */
export function addAlertTarget(parent: Command, act: Registry['act']): void {
  const command = parent
    .command('target')
    .summary('choose where alerts are sent, by mail and to webhooks')
    .description('Where the host sends its alerts, also while no window is open.');
  command
    .command('ls')
    .summary('list the targets, and how the last message went')
    .description(operations['alert.list'].summary)
    .addHelpText('after', examples('alert target ls', 'alert target ls --json'))
    .action(() => act(listTargets));
  addSet(command, act);
  for (const targetCommand of targetCommands) addTargetCommand(command, act, targetCommand);
  addMute(command, act);
}

function addSet(parent: Command, act: Registry['act']): void {
  parent
    .command('set')
    .summary('add a target, or change one')
    .description(`${operations['alert.set-target'].summary} What is left out is as the target has it.`)
    .argument('[way]', 'mail or webhook, for a new target', wayArgument)
    .option('--target <number>', 'change this target', alertNumberArgument)
    .option('--name <text>', 'what people call it')
    .option('--to <address>', 'a mail address, or a user of the host; may be given several times', collect)
    .option('--url <address>', 'of the webhook; other users of this machine can read it in the list of processes')
    .addOption(new Option('--url-from <file>', 'read the address from a file, - for stdin').conflicts('url'))
    .option('--secret-from <file>', 'read the secret that signs from a file, - for stdin: whsec_ and base64')
    .addOption(new Option('--new-secret', 'make a secret, and print it this once').conflicts('secretFrom'))
    .addOption(new Option('--unsigned', 'sign nothing any more').conflicts(['secretFrom', 'newSecret']))
    .option('--critical', 'send critical alerts only')
    .option('--no-critical', 'send warnings too')
    .option('--ends', 'send the ends of alerts too')
    .option('--no-ends', 'send beginnings only')
    .option('--off', 'switch the target off')
    .addOption(new Option('--on', 'switch the target on').conflicts('off'))
    .addHelpText(
      'after',
      examples(
        'alert target set mail --to ops@example.org --critical',
        'alert target set webhook --url-from address.txt --new-secret --name chat',
        'alert target set --target 2 --off',
      ),
    )
    .action((way: Way | undefined, options: TargetOptions) => act((context) => setTarget(context, way, options)));
}

/** A command that takes nothing but the number of a target. */
interface TargetCommand {
  readonly name: string;
  readonly summary: string;
  readonly operation: 'alert.remove-target' | 'alert.try-target' | 'alert.mute-target';
  readonly run: (context: CommandContext, target: number) => Promise<undefined>;
}

const targetCommands: readonly TargetCommand[] = [
  { name: 'rm', summary: 'remove a target', operation: 'alert.remove-target', run: removeTarget },
  { name: 'try', summary: 'send a test to a target', operation: 'alert.try-target', run: tryTarget },
  {
    name: 'unmute',
    summary: 'send to a target again',
    operation: 'alert.mute-target',
    run: (context, target) => mute(context, target, 0),
  },
];

function addTargetCommand(parent: Command, act: Registry['act'], command: TargetCommand): void {
  const { name, summary, operation, run } = command;
  parent
    .command(name)
    .summary(summary)
    .description(operations[operation].summary)
    .argument('<target>', 'its number', alertNumberArgument)
    .addHelpText('after', examples(`alert target ${name} 2`))
    .action((target: number) => act((context) => run(context, target)));
}

function addMute(parent: Command, act: Registry['act']): void {
  parent
    .command('mute')
    .summary('send nothing to a target for a time')
    .description(operations['alert.mute-target'].summary)
    .argument('<target>', 'its number', alertNumberArgument)
    .addOption(new Option('--for <span>', 'how long: 90s, 5m, 8h').argParser(spanArgument).default(3600, '1h'))
    .addHelpText('after', examples('alert target mute 2 --for 8h'))
    .action((target: number, options: { readonly for: number }) =>
      act((context) => mute(context, target, options.for)),
    );
}

function wayArgument(text: string): Way {
  const way = ways.find((one) => one === text);
  if (way === undefined) throw new UsageError(`the ways are ${ways.join(' and ')}`);
  return way;
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function listTargets(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { targets } = await withClient(context, (client) => client.request('alert.list', {}, { signal }));
  if (targets.length === 0 && !output.isJson) await output.note('Alerts are sent nowhere.');
  else await showTargets(context, targets);
  return undefined;
}

async function setTarget(context: CommandContext, way: Way | undefined, options: TargetOptions): Promise<undefined> {
  const { output, environment, signal } = context;
  const { target: id } = options;
  if ((way === undefined) === (id === undefined))
    throw new UsageError(
      'name either the way of a new target, or a target by --target; see bulkheadctl alert target set --help',
    );
  const read = (file: string): Promise<string> => readLineOf(file, environment.stdin, signal);
  const url = options.urlFrom === undefined ? options.url : await read(options.urlFrom);
  const made = options.newSecret === true ? newWebhookSecret(randomBytes(32)) : undefined;
  const secret = options.secretFrom === undefined ? made : await read(options.secretFrom);
  const target = await withClient(context, async (client) => {
    const { targets } = await client.request('alert.list', {}, { signal });
    const before = targets.find((one) => one.id === id);
    const route = routeOf({ way: way ?? before?.route.by ?? 'mail', before, url, secret, options });
    const choice: AlertTargetChoice = {
      name: options.name ?? before?.name ?? usualName(route),
      route,
      isCriticalOnly: options.critical ?? before?.isCriticalOnly ?? false,
      withEnds: options.ends ?? before?.withEnds ?? true,
      isEnabled: options.on ?? (options.off !== true && (before?.isEnabled ?? true)),
    };
    return client.request('alert.set-target', { choice, ...(id !== undefined && { target: id }) }, { signal });
  });
  if (output.isJson) await output.json({ ...targetJson(target), ...(made !== undefined && { secret: made }) });
  else await showTargets(context, [target]);
  if (output.isJson) return undefined;
  if (made !== undefined) await output.write(`The secret, which is not shown again: ${made}\n`);
  await output.note(`Send a test with: bulkheadctl alert target try ${target.id}`);
  return undefined;
}

interface RouteWords {
  readonly way: Way;
  readonly before: AlertTarget | undefined;
  readonly url: string | undefined;
  readonly secret: string | undefined;
  readonly options: TargetOptions;
}

function routeOf({ way, before, url, secret, options }: RouteWords): AlertTargetChoice['route'] {
  const ofWebhook = url !== undefined || secret !== undefined || options.unsigned === true;
  if (way === 'mail') {
    if (ofWebhook) throw new UsageError('a mail has neither an address of a webhook nor a secret');
    const to = options.to ?? (before?.route.by === 'mail' ? before.route.to : []);
    return { by: 'mail', to: [...to] };
  }
  if (options.to !== undefined) throw new UsageError('a webhook has no mail address');
  const chosen = options.unsigned === true ? null : secret;
  return { by: 'webhook', ...(url !== undefined && { url }), ...(chosen !== undefined && { secret: chosen }) };
}

function usualName(route: AlertTargetChoice['route']): string {
  return route.by === 'mail' ? (route.to[0] ?? 'mail').slice(0, 60) : 'webhook';
}

async function removeTarget(context: CommandContext, target: number): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('alert.remove-target', { target }, { signal }));
  if (output.isJson) await output.json({});
}

async function tryTarget(context: CommandContext, target: number): Promise<undefined> {
  const { signal } = context;
  const tried = await withClient(context, (client) => client.request('alert.try-target', { target }, { signal }));
  await showTargets(context, [tried]);
}

async function mute(context: CommandContext, target: number, seconds: number): Promise<undefined> {
  const muted = await withClient(context, (client) =>
    client.request('alert.mute-target', { target, seconds }, { signal: context.signal }),
  );
  await showTargets(context, [muted]);
}

async function showTargets({ output }: CommandContext, targets: readonly AlertTarget[]): Promise<void> {
  if (output.isJson) for (const target of targets) await output.json(targetJson(target));
  else await output.write(formatTable(targets, columns, output));
}

function targetJson(target: AlertTarget): object {
  const { id, name, route, isCriticalOnly, withEnds, isEnabled, mutedUntil, waiting, nextAttemptAt, last } = target;
  return {
    id,
    name,
    by: route.by,
    ...(route.by === 'mail' ? { to: route.to } : { origin: route.origin, signed: route.isSigned }),
    critical_only: isCriticalOnly,
    with_ends: withEnds,
    enabled: isEnabled,
    muted_until: mutedUntil,
    waiting,
    next_attempt_at: nextAttemptAt,
    last,
  };
}

const columns: readonly Column<AlertTarget>[] = [
  { title: 'TARGET', cell: ({ id }) => String(id), isNumber: true },
  { title: 'NAME', cell: ({ name }) => escapeText(name) },
  { title: 'TO', cell: ({ route }) => toLabel(route) },
  {
    title: 'SENDS',
    cell: ({ isCriticalOnly, withEnds }) => `${isCriticalOnly ? 'critical' : 'all'}${withEnds ? ', with ends' : ''}`,
  },
  { title: 'STATE', cell: stateLabel },
  { title: 'WAITING', cell: ({ waiting }) => String(waiting), isNumber: true },
  {
    title: 'LAST',
    cell: ({ last }) => (last === null ? absent : `${formatTime(last.at)} ${last.outcome}: ${escapeText(last.detail)}`),
    colour: ({ last }) => (last?.outcome === 'failed' ? 'red' : undefined),
  },
];

function toLabel(route: AlertTarget['route']): string {
  if (route.by === 'mail') return route.to.join(', ');
  return `${route.origin}${route.isSigned ? ', signed' : ''}`;
}

function stateLabel(target: AlertTarget): string {
  if (!target.isEnabled) return 'off';
  return isMuted(target, Date.now() / 1000) ? `muted until ${formatTime(target.mutedUntil ?? 0)}` : 'on';
}
