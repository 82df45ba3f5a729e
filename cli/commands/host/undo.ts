// SPDX-License-Identifier: Apache-2.0
/** `activity undo`: undoes the change of an entry of the activity log. */

import type { Command } from 'commander';
import { operations } from '../../../contract/operations/index.ts';
import { entryArgument } from '../../arguments/argument-parsers.ts';
import { withClient } from '../../command-context.ts';
import { followChange } from '../../follow/follow-change.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

export function addUndo(activity: Command, { act }: Pick<Registry, 'act'>): void {
  activity
    .command('undo')
    .summary('undo what an entry changed')
    .description(operations['activity.undo'].summary)
    .argument('<id>', 'number of the entry, as "activity" shows it', entryArgument)
    .addHelpText('after', examples('activity undo 42'))
    .action((id: number) =>
      act((context) =>
        withClient(context, (client) =>
          followChange(context, client.stream('activity.undo', { id }, { signal: context.signal }), 'undid'),
        ).then(() => 0),
      ),
    );
}
