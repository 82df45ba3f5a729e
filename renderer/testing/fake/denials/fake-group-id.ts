// SPDX-License-Identifier: Apache-2.0
/** Names the group of an event: looks like the helper's ids, and distinguishes groups as well. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';

export function fakeGroupId({ source, target, class: className, permissions }: DenialEvent): string {
  const key = [source?.type ?? '?', target?.type ?? '?', className ?? '?', ...permissions].join(' ');
  let hash = 7;
  for (const letter of key) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 0xffffffffffff;
  return hash.toString(16).padStart(16, '0');
}
