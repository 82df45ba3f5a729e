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
    const { count } = row;
    const sentence = visibleText(sentenceText(eventSentence(row.event, owners)));
    return `${formatLocal(row.event.time)} SELinux: ${count === 1 ? sentence : t('{sentence} ({count} times)', { sentence, count })}`;
  }
  const { line, text, isFirst } = row;
  if (!isFirst) return `    ${visibleText(text)}`;
  const time = line.time === null ? '' : `${formatLocal(line.time)} `;
  const shown = visibleText(text);
  return `${time}${programOf(line)}${line.isCut ? t('{text} … (cut)', { text: shown }) : shown}`;
}

function programOf({ identifier, pid }: { readonly identifier: string | null; readonly pid: number | null }): string {
  if (identifier === null) return '';
  return `${visibleText(identifier)}${pid === null ? '' : `[${pid}]`}: `;
}
