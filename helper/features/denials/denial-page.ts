// SPDX-License-Identifier: Apache-2.0
/**
 * Gives groups of denials in as many answers as they need: ten thousand of them would be longer than a message may be.
 */

import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Result } from '../../../contract/operations/index.ts';

type Answer = Result<'denial.query'>;

/** Bytes of an answer's groups, about; less than half of what a message may have. */
const maxBytes = 3 * 1024 * 1024;

export function denialPage({ groups, ...view }: Answer, after: string | undefined): Answer {
  if (after === undefined && bytesOf(groups) <= maxBytes) return { ...view, groups };
  const wanted = groups
    .filter(({ id }) => after === undefined || id > after)
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  const page = wanted.slice(0, Math.max(1, fitting(wanted)));
  const last = page.at(-1);
  return { ...view, groups: page, ...(last !== undefined && page.length < wanted.length && { next: last.id }) };
}

function fitting(groups: readonly DenialGroup[]): number {
  let bytes = 0;
  const end = groups.findIndex((group) => (bytes += bytesOf([group])) > maxBytes);
  return end === -1 ? groups.length : end;
}

/** What its names take, and more than the rest does: texts of an event have an end in the kernel's own records. */
function bytesOf(groups: readonly DenialGroup[]): number {
  const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + 3 + text.length, 0);
  return groups.reduce(
    (sum, { containers, comms, permissions }) =>
      sum + 1200 + lengthOf(containers) + 6 * lengthOf(comms) + 2 * lengthOf(permissions),
    0,
  );
}
