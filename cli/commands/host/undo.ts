// SPDX-License-Identifier: Apache-2.0
/** `activity undo` and `remedy undo`: undo the change of an entry of the activity log. */

import type { Command } from 'commander';
import { operations } from '../../../contract/operations/index.ts';
import { entryArgument } from '../../arguments/argument-parsers.ts';
import { withClient } from '../../command-context.ts';
import { followChange } from '../../follow/follow-change.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

interface UndoOptions extends Pick<Registry, 'act'> {
  /** Says in the help what is undone. */
  readonly what: string;
}

export function addUndo(group: Command, { act, what }: UndoOptions): void {
  group
    .command('undo')
    .summary(`undo ${what}`)
    .description(operations['activity.undo'].summary)
    .argument('<id>', `number of the entry, as "activity" and "remedy ls" show it`, entryArgument)
    .addHelpText('after', examples(`${group.name()} undo 42`))
    .action((id: number) =>
      act((context) =>
        withClient(context, (client) =>
          followChange(context, client.stream('activity.undo', { id }, { signal: context.signal }), 'undid'),
        ).then(() => 0),
      ),
    );
}
