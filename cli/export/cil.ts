// SPDX-License-Identifier: Apache-2.0
/**
 * Changes in force as CIL, for `semodule -i`. What CIL cannot say (the value of a boolean, the label of one file)
 * stands in it as a comment with the command.
 */

import type { Change } from '../../contract/model/policy/change.ts';
import { escapeText } from '../output/escape-text.ts';
import { type LocalChange, localChangeOf } from './local-change.ts';

export function cilOf(changes: readonly Change[]): string {
  return (
    [
      '; Local changes made by Bulkhead, for: semodule -i THIS-FILE',
      ...changes.flatMap((change) => [
        '',
        `; ${plain(change.summary)} (entry ${change.id}, by ${plain(change.user)})`,
        ...linesOf(localChangeOf(change)),
      ]),
    ].join('\n') + '\n'
  );
}

function linesOf(change: LocalChange): readonly string[] {
  switch (change.kind) {
    case 'boolean':
      return [`; not CIL: setsebool -P ${change.name} ${change.isOn ? 'on' : 'off'}`];
    case 'port':
      return [`(portcon ${change.protocol} ${change.port} (system_u object_r ${change.type} ((s0) (s0))))`];
    case 'label':
      return [`; not CIL: restorecon -v -- ${plain(change.path)}`];
    case 'rules':
      return change.lines;
    case 'other':
      return change.lines.map((line) => `; ${plain(line)}`);
  }
}

/** A comment ends with its line: nothing in it may begin another. */
function plain(text: string): string {
  return escapeText(text);
}
