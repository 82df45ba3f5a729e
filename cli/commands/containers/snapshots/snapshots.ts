// SPDX-License-Identifier: Apache-2.0
/** `snapshot take|ls|rm|schedule|unschedule|restore`: copies of what a container has written. */

import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import { operations } from '../../../../contract/operations/index.ts';
import { nameArgument, snapshotArgument } from '../../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { consents, yesOption } from '../../../confirmations.ts';
import { followSteps } from '../../../follow/follow-steps.ts';
import { snapshotWords } from '../../../follow/snapshot-words.ts';
import { examples } from '../../../format/help-text.ts';
import { snapshotColumns } from '../../../format/columns/snapshot-columns.ts';
import { exitCodes } from '../../../format/problem-line.ts';
import { formatBytes } from '../../../output/format-quantity.ts';
import { formatTable } from '../../../output/format-table.ts';
import type { Registry } from '../../../registry.ts';
import { addSnapshotSchedule } from './snapshot-schedule.ts';

export function addSnapshots({ program, act }: Registry): void {
  const group = program.command('snapshot').summary('copies of what a container has written');
  group
    .command('take')
    .summary('take a snapshot')
    .description(operations['snapshot.take'].summary)
    .argument('<name>', 'the container', nameArgument)
    .option('--as <snapshot>', 'its name (default: the time, such as 2026-11-27-061502)', snapshotArgument)
    .addHelpText('after', examples('snapshot take web', 'snapshot take web --as before-upgrade'))
    .action((name: string, { as }: { readonly as?: string }) => act((context) => take(context, name, as)));
  group
    .command('ls')
    .summary('show the snapshots of a container')
    .argument('<name>', 'the container', nameArgument)
    .addHelpText('after', examples('snapshot ls web', 'snapshot ls web --json'))
    .action((name: string) => act((context) => list(context, name)));
  group
    .command('rm')
    .summary('remove a snapshot')
    .argument('<name>', 'the container', nameArgument)
    .argument('<snapshot>', 'the snapshot', snapshotArgument)
    .option(...yesOption)
    .addHelpText('after', examples('snapshot rm web before-upgrade', 'snapshot rm web before-upgrade --yes'))
    .action((name: string, snapshot: string, { yes = false }: YesOption) =>
      act((context) => remove(context, { name, snapshot, yes })),
    );
  addSnapshotSchedule(group, act);
  group
    .command('restore')
    .summary('bring back the files of a snapshot')
    .description(operations['snapshot.restore'].summary)
    .argument('<name>', 'the container, which must not run', nameArgument)
    .argument('<snapshot>', 'the snapshot', snapshotArgument)
    .option('--discard', 'take no snapshot of the present files first')
    .option(...yesOption)
    .addHelpText(
      'after',
      examples('snapshot restore web before-upgrade', 'snapshot restore web before-upgrade --discard --yes'),
    )
    .action((name: string, snapshot: string, { discard = false, yes = false }: RestoreOptions) =>
      act((context) => restore(context, { name, snapshot, keepPresent: !discard, yes })),
    );
}

interface YesOption {
  readonly yes?: boolean;
}

interface RestoreOptions extends YesOption {
  readonly discard?: boolean;
}

async function take(context: CommandContext, name: string, snapshot: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, async (client) => {
    const params = { name, ...(snapshot !== undefined && { snapshot }) };
    const taken = await followSteps(context, client.stream('snapshot.take', params, { signal }), snapshotWords);
    if (output.isJson) await output.json({ done: snapshotJson(taken) });
    else if (!output.isQuiet) {
      const size = taken.bytes === null ? '' : ` (${formatBytes(taken.bytes)})`;
      await output.write(`took ${taken.name} of ${name}${size}\n`);
    }
  });
}

async function restore(
  context: CommandContext,
  {
    yes,
    ...params
  }: { readonly name: string; readonly snapshot: string; readonly keepPresent: boolean; readonly yes: boolean },
): Promise<number> {
  const { output, signal } = context;
  const { name, snapshot, keepPresent } = params;
  const kind = keepPresent ? 'restore-snapshot' : 'restore-and-discard';
  if (!(await consents(context, kind, { names: [name], snapshot, yes }))) return exitCodes.failed;
  await withClient(context, async (client) => {
    const call = client.stream('snapshot.restore', params, { signal });
    const { restored, kept } = await followSteps(context, call, snapshotWords);
    if (output.isJson)
      await output.json({
        done: { restored: snapshotJson(restored), kept: kept === null ? null : snapshotJson(kept) },
      });
    else if (!output.isQuiet)
      await output.write(
        `restored ${restored.name} of ${name}` +
          (kept === null
            ? '\n'
            : `; bring back what it replaced with: bulkheadctl snapshot restore ${name} ${kept.name}\n`),
      );
  });
  return exitCodes.done;
}

async function list(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  const { snapshots } = await withClient(context, (client) => client.request('snapshot.list', { name }, { signal }));
  if (output.isJson) for (const snapshot of snapshots) await output.json(snapshotJson(snapshot));
  else if (snapshots.length === 0) await output.note(`${name} has no snapshots`);
  else await output.write(formatTable(snapshots, snapshotColumns, output));
}

async function remove(
  context: CommandContext,
  { name, snapshot, yes }: { readonly name: string; readonly snapshot: string; readonly yes: boolean },
): Promise<number> {
  const { output, signal } = context;
  if (!(await consents(context, 'remove-snapshot', { names: [name], snapshot, yes }))) return exitCodes.failed;
  await withClient(context, (client) => client.request('snapshot.remove', { name, snapshot }, { signal }));
  if (output.isJson) await output.json({ done: { container: name, snapshot } });
  else if (!output.isQuiet) await output.write(`removed ${snapshot} of ${name}\n`);
  return exitCodes.done;
}

export function snapshotJson({ name, createdAt, bytes, reason, image, wasRunning }: Snapshot): object {
  return { name, created: createdAt, bytes, reason, image, was_running: wasRunning };
}
