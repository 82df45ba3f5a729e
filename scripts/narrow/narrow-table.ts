// SPDX-License-Identifier: Apache-2.0
/** The figures as a table in Markdown, a row for each domain. */

import { type AccessColumn, accessColumns, accessColumnTitles } from '../../contract/model/policy/domain-count.ts';
import type { DomainCount } from '../../contract/model/policy/domain-count.ts';

export interface NarrowRow {
  /** The policy in which it was counted. */
  readonly policy: string;
  readonly count: DomainCount;
  /** What it is compared with: all that the narrowest domain of the same policy, or one like it, may do. */
  readonly narrowest: number;
}

export function narrowTable(rows: readonly NarrowRow[]): string {
  const titles = accessColumns.flatMap((column) => titleOf(column));
  const head = ['policy', 'domain', 'all', 'times', ...titles];
  return [head, head.map(() => '---'), ...rows.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function titleOf(column: AccessColumn): readonly string[] {
  return [accessColumnTitles[column], ...(column === 'otherContainers' ? ['despite categories'] : [])];
}

function cellsOf({ policy, count, narrowest }: NarrowRow): readonly string[] {
  const { domain, total, columns, acrossCategories } = count;
  const cells = accessColumns.flatMap((column) => [
    shown(columns[column]),
    ...(column === 'otherContainers' ? [shown(acrossCategories)] : []),
  ]);
  const name = domain.includes(' ') ? domain : `\`${domain}\``;
  return [policy, name, shown(total), shown(Math.round((10 * total) / narrowest) / 10), ...cells];
}

function shown(number: number): string {
  return number.toLocaleString('en-GB');
}
