// SPDX-License-Identifier: Apache-2.0
/** An SELinux context in words: one line for each of its parts, and what its categories keep apart. */

import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf } from '../../../contract/model/contexts/security-context.ts';

export interface ContextLine {
  readonly part: 'User' | 'Role' | 'Type' | 'Level' | 'Categories';
  readonly value: string;
  readonly meaning: string;
}

/** `sharedWith`: other containers that hold the same categories. */
export function explainContext(context: string, sharedWith: readonly string[] = []): readonly ContextLine[] {
  const parts = parseSecurityContext(context);
  if (parts === undefined) return [];
  const categories = categoriesOf(parts.level);
  const lines: ContextLine[] = [
    {
      part: 'User',
      value: parts.user,
      meaning: 'SELinux user: decides which roles are possible. It is not a Unix account.',
    },
    {
      part: 'Role',
      value: parts.role,
      meaning: `${parts.role === 'system_r' ? 'Role of system services' : 'Role'}: decides in which domains its processes may run.`,
    },
    {
      part: 'Type',
      value: parts.type,
      meaning: 'Domain of its processes: the policy decides what this type may do.',
    },
  ];
  if (parts.level === '') return lines;
  lines.push({ part: 'Level', value: parts.level, meaning: 'Sensitivity and categories.' });
  lines.push({
    part: 'Categories',
    value: categories.length === 0 ? 'none' : categories.join(','),
    meaning: meaningOfCategories(categories, sharedWith),
  });
  return lines;
}

function meaningOfCategories(categories: readonly string[], sharedWith: readonly string[]): string {
  if (categories.length === 0) return 'No category: nothing separates it from other containers of the same type.';
  if (sharedWith.length > 0)
    return `${sharedWith.join(', ')} has the same categories: they do not separate these containers.`;
  return (
    `It reaches only files and processes with no category other than ${categories.join(' and ')}. ` +
    'No other container has this set, so files of other containers stay closed even with mode 0777.'
  );
}
