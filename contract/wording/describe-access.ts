// SPDX-License-Identifier: Apache-2.0
/** Words for what a person may do. */

import type { AccessCell } from '../model/access/access.ts';
import { say, type Words } from '../text.ts';

/** Describes the cell in as few words as a cell of a table has room for. */
export function describeCell(cell: AccessCell | null): Words {
  if (cell === null || cell.answer === 'denied') return say('no');
  if (cell.answer === 'password') return say('password');
  return cell.tags === null ? say('yes') : say('tag {tags}', { tags: cell.tags.join(', ') });
}

/** Says where the answer of the cell comes from: polkit, or the actions that include it. */
export function describeSource({ source }: AccessCell): Words {
  return source === 'polkit'
    ? say('polkit answered this, for somebody in no local session')
    : say('derived from the roles and the defaults of the action; polkit was not asked');
}
