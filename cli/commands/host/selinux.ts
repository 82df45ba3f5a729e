// SPDX-License-Identifier: Apache-2.0
/** `selinux`: the switch of a host to SELinux, by root without the helper, or by the helper. */

import type { Command } from 'commander';
import type { Confirmed } from '../../../contract/confirmations.ts';
import {
  type SwitchPlan,
  type SwitchStatus,
  type SwitchWatch,
  switchPlanSchema,
  switchStatusSchema,
  switchWatchSchema,
  trialSeconds,
} from '../../../contract/model/host/switch.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { countArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import type { LocalSwitch } from '../../command-environment.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { planText, statusText, watchText } from '../../format/switch-text.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

const description = `Switches a stock Debian or Ubuntu to SELinux, step by step: prepare and reboot, watch what would be denied, try
enforcing for a time, confirm. Each step can be undone by "back".
As root on the host itself it works without the helper, which cannot run before there is a policy; everybody else asks
the helper. Only root can install the packages, and take SELinux from a host on which it enforces.`;

interface Yes {
  readonly yes?: boolean;
}

export function addSelinux({ program, act }: Registry): void {
  const group = program
    .command('selinux')
    .summary('switch the host to SELinux, and back')
    .description(description)
    .addHelpText(
      'after',
      examples(
        'selinux status',
        'selinux plan',
        'selinux prepare',
        'selinux watch',
        'selinux enforce --minutes 10',
        'selinux confirm',
        'selinux back',
      ),
    );
  const step = (name: string, summary: string): Command =>
    group.command(name).summary(summary).description(`${summary}.`);
  step('status', 'Say where the host stands, and what comes next').action(() => act(showStatus));
  step('plan', 'Say what each step does here, what is lost, and how to come back; changes nothing').action(() =>
    act(showPlan),
  );
  step('prepare', 'Make the next boot one with SELinux, permissive; installs the packages after a question')
    .option(...yesOption)
    .action((options: Yes) => act((context) => prepare(context, options)));
  step('watch', 'Say what enforcing would deny to services of the host, with remedies').action(() => act(showWatch));
  step('enforce', 'Let SELinux enforce for a time, after which it is permissive again by itself')
    .option('--minutes <n>', 'for how long, 1 to 60; 5 when left out', countArgument)
    .option('--despite', 'also where something would be denied')
    .option(...yesOption)
    .action((options: EnforceOptions) => act((context) => enforce(context, options)));
  step('confirm', 'Keep enforcing, now and after each boot').action(() =>
    act((context) =>
      change(context, { locally: ({ steps }) => steps.confirm(), operation: 'switch.confirm', params: {} }),
    ),
  );
  step('back', 'Undo the switch: the next boot is without SELinux')
    .option('--trial', 'end a trial of enforcing only')
    .option('--remove-labels', 'remove all labels from the disk, once the host runs without SELinux')
    .option(...yesOption)
    .action((options: BackOptions) => act((context) => goBack(context, options)));
}

/** Undefined where the helper is to be asked. */
function localSwitchOf({ host, environment }: CommandContext): LocalSwitch | undefined {
  return host.kind === 'local' ? environment.openSwitch() : undefined;
}

async function showStatus(context: CommandContext): Promise<undefined> {
  const local = localSwitchOf(context);
  const { signal } = context;
  await writeStatus(
    context,
    local === undefined
      ? await withClient(context, (client) => client.request('switch.status', {}, { signal }))
      : switchStatusSchema().parse(local.steps.status()),
  );
}

async function writeStatus({ output }: CommandContext, status: SwitchStatus): Promise<void> {
  await (output.isJson ? output.json(status) : output.write(statusText(status, output.paint)));
}

async function planOf(context: CommandContext): Promise<SwitchPlan> {
  const local = localSwitchOf(context);
  const { signal } = context;
  if (local !== undefined) return switchPlanSchema().parse(local.steps.plan());
  return withClient(context, (client) => client.request('switch.plan', {}, { signal }));
}

async function showPlan(context: CommandContext): Promise<undefined> {
  const { output } = context;
  const plan = await planOf(context);
  await (output.isJson ? output.json(plan) : output.write(planText(plan, output.paint)));
}

async function showWatch(context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const local = localSwitchOf(context);
  const watch: SwitchWatch =
    local === undefined
      ? await withClient(context, (client) => client.request('switch.watch', {}, { signal }))
      : switchWatchSchema().parse(await local.steps.watch());
  await (output.isJson ? output.json(watch) : output.write(watchText(watch, output.paint)));
  return watch.services.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function prepare(context: CommandContext, { yes = false }: Yes): Promise<number> {
  if (!(await agrees(context, 'prepare-selinux', yes))) return exitCodes.failed;
  const local = localSwitchOf(context);
  const missing = local === undefined ? [] : local.steps.plan().missingPackages;
  // Nothing is installed on a host on which the step would be denied anyway.
  if (local !== undefined && missing.length > 0 && local.steps.plan().obstacles.length === 0) {
    const code = await local.install([...(yes ? ['-y'] : []), ...missing]);
    if (code !== 0)
      throw new Error(`cannot install ${missing.join(', ')}: apt ended with ${code}; see what it says above`);
  }
  return change(context, { locally: ({ steps }) => steps.prepare(), operation: 'switch.prepare', params: {} });
}

interface EnforceOptions extends Yes {
  readonly minutes?: number;
  readonly despite?: boolean;
}

async function enforce(
  context: CommandContext,
  { minutes = trialSeconds.usual / 60, despite = false, yes = false }: EnforceOptions,
): Promise<number> {
  const seconds = minutes * 60;
  if (seconds < trialSeconds.min || seconds > trialSeconds.max)
    throw new UsageError('--minutes takes 1 to 60: the time in which you can see whether everything works');
  if (!(await agrees(context, 'enforce-selinux', yes))) return exitCodes.failed;
  const params = { seconds, despite };
  return change(context, { locally: ({ steps }) => steps.enforce(params), operation: 'switch.enforce', params });
}

interface BackOptions extends Yes {
  readonly trial?: boolean;
  readonly removeLabels?: boolean;
}

async function goBack(
  context: CommandContext,
  { trial = false, removeLabels = false, yes = false }: BackOptions,
): Promise<number> {
  if (trial && removeLabels) throw new UsageError('--trial and --remove-labels do not go together');
  if (removeLabels) return removeAllLabels(context);
  if (trial)
    return change(context, {
      locally: ({ steps }) => steps.endTrial(),
      operation: 'switch.back',
      params: { of: 'trial' },
    });
  if (!(await agrees(context, 'leave-selinux', yes))) return exitCodes.failed;
  return change(context, { locally: ({ steps }) => steps.back(), operation: 'switch.back', params: { of: 'all' } });
}

async function removeAllLabels(context: CommandContext): Promise<number> {
  const local = localSwitchOf(context);
  if (local === undefined) throw new UsageError('--remove-labels is for root on the host itself');
  const { files, maxSeconds } = local.steps.plan().labelling;
  await context.output.note(
    `Removing the labels of ${files} files, which takes up to ${Math.ceil(maxSeconds / 60)} minutes.`,
  );
  await local.steps.removeLabels();
  await showStatus(context);
  return exitCodes.done;
}

interface Change<Name extends ChangeName> {
  readonly locally: (local: LocalSwitch) => Promise<void>;
  readonly operation: Name;
  readonly params: ParamsInput<Name>;
}
type ChangeName = 'switch.prepare' | 'switch.enforce' | 'switch.confirm' | 'switch.back';

/** Shows where the host stands then. */
async function change<Name extends ChangeName>(
  context: CommandContext,
  { locally, operation, params }: Change<Name>,
): Promise<number> {
  const local = localSwitchOf(context);
  const { signal } = context;
  if (local === undefined)
    await writeStatus(
      context,
      await withClient(context, (client) => client.request<ChangeName>(operation, params, { signal })),
    );
  else {
    await locally(local);
    await showStatus(context);
  }
  return exitCodes.done;
}

function agrees(context: CommandContext, what: Confirmed, yes: boolean): Promise<boolean> {
  return consents(context, what, { names: ['this host'], yes });
}
