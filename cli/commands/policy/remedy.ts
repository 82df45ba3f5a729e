// SPDX-License-Identifier: Apache-2.0
/** `remedy`: applies what `explain` proposes, after showing exactly what that is; lists and undoes what was applied. */

import { fail } from '../../../contract/errors.ts';
import { consentFor } from '../../../contract/model/policy/remedy-consent.ts';
import { type BooleanSetting, daysOfReplay } from '../../../contract/model/policy/replay.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { groupArgument, nameArgument, remedyArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { remedyLines } from '../../format/explanation-text.ts';
import { replayText } from '../../format/replay-text.ts';
import { followChange } from '../../follow/follow-change.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { addUndo } from '../host/undo.ts';
import { confirm } from '../../terminal/confirm.ts';
import { addRemedyList } from './remedy-list.ts';

interface ApplyOptions {
  readonly container?: string;
  readonly yes?: boolean;
  readonly acceptUnknown?: boolean;
}

const description =
  `${operations['remedy.apply'].summary}
GROUP is the id of a group of denials, REMEDY the id of one of its remedies, both as ` +
  `"explain" shows them. It asks first, unless --yes or --json is given;
"remedy undo" undoes it.`;

export function addRemedy({ program, act }: Registry): void {
  const command = program.command('remedy').summary('apply what explain proposes, list and undo it');
  command
    .command('apply')
    .summary('apply a remedy of a group of denials')
    .description(description)
    .argument('<group>', 'id of the group of denials', groupArgument)
    .argument('<remedy>', 'id of the remedy', remedyArgument)
    .option('--container <name>', 'apply what is proposed for this one of the containers in the group', nameArgument)
    .option('--yes', 'do not ask')
    .option('--accept-unknown', 'confirm that a remedy is applied although its risk is unknown; --yes alone does not')
    .addHelpText(
      'after',
      examples(
        'remedy apply 3f2a9c0d11e4b765 relabel',
        'remedy apply 3f2a9c0d11e4b765 boolean:httpd_can_network_connect --yes',
      ),
    )
    .action((group: string, remedy: string, options: ApplyOptions) =>
      act((context) => apply(context, { group, remedy }, options)),
    );
  addRemedyList(command, { act });
  addUndo(command, { act, what: 'a remedy' });
}

async function nothing({ output }: CommandContext): Promise<number> {
  await output.note('Nothing was changed.');
  return 1;
}

/** Shows what the boolean would have denied and allowed of what was recorded on the whole host. */
async function noteReplay({ output, signal }: CommandContext, client: Client, boolean: BooleanSetting): Promise<void> {
  const replay = await client.request('policy.replay', { boolean, days: daysOfReplay }, { signal });
  for (const line of replayText(replay).trimEnd().split('\n')) await output.note(line);
}

async function apply(
  context: CommandContext,
  { group, remedy: id }: { readonly group: string; readonly remedy: string },
  { yes = false, acceptUnknown = false, container }: ApplyOptions,
): Promise<number> {
  const { output, signal } = context;
  const one = { group, ...(container !== undefined && { container }) };
  return withClient(context, async (client) => {
    const { remedies } = await client.request('denial.explain', one, { signal });
    const remedy = remedies.find((one) => one.id === id) ?? fail('remedy-not-proposed', { remedy: id });
    if (!yes && remedy.cannotApply === null) {
      for (const line of remedyLines(remedy, { number: 1, paint: (text) => text, one })) await output.note(line);
      if (remedy.sets !== undefined) await noteReplay(context, client, remedy.sets);
      if (!(await confirm(context, 'Apply it?'))) return nothing(context);
    }
    const isUnknown = remedy.cannotApply === null && consentFor(remedy.risk.level) === 'twice';
    // A script says it by the option: what nobody rated is not applied by the way.
    const acceptsUnknown =
      acceptUnknown ||
      (isUnknown && !yes && !output.isJson && (await confirm(context, 'Its risk is unknown. Apply it all the same?')));
    if (isUnknown && !yes && !output.isJson && !acceptsUnknown) return nothing(context);
    const seen = { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level };
    await followChange(
      context,
      client.stream(
        'remedy.apply',
        { ...one, remedy: id, seen, ...(isUnknown && acceptsUnknown && { acceptsUnknown }) },
        { signal },
      ),
      'applied',
    );
    return 0;
  });
}
