// SPDX-License-Identifier: Apache-2.0
/** An SELinux context in words: one line for each of its parts, and what its categories keep apart. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import { currentLocale, t } from '../../../lib/language/t.ts';

export interface ContextLine {
  readonly part: string;
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
      part: t('User'),
      value: parts.user,
      meaning: t('SELinux user: decides which roles are possible. It is not a Unix account.'),
    },
    {
      part: t('Role'),
      value: parts.role,
      meaning:
        parts.role === 'system_r'
          ? t('Role of system services: decides in which domains its processes may run.')
          : t('Role: decides in which domains its processes may run.'),
    },
    {
      part: t('Type'),
      value: parts.type,
      meaning: t('Domain of its processes: the policy decides what this type may do.'),
    },
  ];
  if (parts.level === '') return lines;
  lines.push({ part: t('Level'), value: parts.level, meaning: t('Sensitivity and categories.') });
  lines.push({
    part: t('Categories'),
    value: categories.length === 0 ? t('none') : categories.join(','),
    meaning: meaningOfCategories(categories, sharedWith),
  });
  return lines;
}

function meaningOfCategories(categories: readonly string[], sharedWith: readonly string[]): string {
  if (categories.length === 0) return t('No category: nothing separates it from other containers of the same type.');
  if (sharedWith.length > 0)
    return t('{sharedWith} has the same categories: they do not separate these containers.', {
      sharedWith: sharedWith.join(', '),
    });
  return t(
    'No other container has this set. Where SELinux enforces, it reaches only files and processes with no ' +
      'category other than {categories}.',
    { categories: new Intl.ListFormat(currentLocale()).format(categories) },
  );
}
