/** An SELinux context in words: one line for each of its parts, and what its categories keep apart. */

import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { categoriesOf } from '../../../contract/model/security-context.ts';

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
    { part: 'User', value: parts.user, meaning: 'SELinux user: which roles may be taken at all. Not a Unix account.' },
    {
      part: 'Role',
      value: parts.role,
      meaning: `${parts.role === 'system_r' ? 'Role of system services' : 'Role'}: which types its processes may run as.`,
    },
    {
      part: 'Type',
      value: parts.type,
      meaning: 'Domain of its processes: what they may do is what the policy allows this type.',
    },
  ];
  if (parts.level === '') return lines;
  lines.push({ part: 'Level', value: parts.level, meaning: 'Sensitivity, and the categories that it holds.' });
  lines.push({
    part: 'Categories',
    value: categories.length === 0 ? 'none' : categories.join(','),
    meaning: meaningOfCategories(categories, sharedWith),
  });
  return lines;
}

function meaningOfCategories(categories: readonly string[], sharedWith: readonly string[]): string {
  if (categories.length === 0)
    return 'Holds no category: nothing keeps it apart from other containers of the same type.';
  if (sharedWith.length > 0)
    return `The same set is held by ${sharedWith.join(', ')}: the categories do not keep these apart.`;
  return `Only files and processes that hold no category beside ${categories.join(' and ')} can be reached. No other container has this set, so each neighbour's files stay closed even with mode 0777.`;
}
