// SPDX-License-Identifier: Apache-2.0
/** Rows of a log as plain text, to be copied and saved: what a container wrote is made visible. */

import { formatLocal } from '../../lib/moments.ts';
import { visibleText } from '../../lib/visible-text.ts';
import type { CategoryOwner } from '../denials/model/denial-sentence.ts';
import { eventSentence, sentenceText } from '../denials/model/denial-sentence.ts';
import type { LogRow } from './log-rows.ts';
import { t } from '../../lib/language/t.ts';

export function textOfRow(row: LogRow, owners: readonly CategoryOwner[]): string {
  if (row.kind === 'denial') {
    const count = row.count === 1 ? '' : t(' ({count} times)', { count: row.count });
    return `${formatLocal(row.event.time)} SELinux: ${visibleText(sentenceText(eventSentence(row.event, owners)))}${count}`;
  }
  const { line, text, isFirst } = row;
  if (!isFirst) return `    ${visibleText(text)}`;
  const time = line.time === null ? '' : `${formatLocal(line.time)} `;
  return `${time}${programOf(line)}${visibleText(text)}${line.isCut ? ' … (cut)' : ''}`;
}

function programOf({ identifier, pid }: { readonly identifier: string | null; readonly pid: number | null }): string {
  if (identifier === null) return '';
  return `${visibleText(identifier)}${pid === null ? '' : `[${pid}]`}: `;
}
