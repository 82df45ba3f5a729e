// SPDX-License-Identifier: Apache-2.0
/** What is wrong with a name that was typed for a container. */

import { freeNameSchema } from '../../../contract/operations/containers/creation.ts';
import { t } from '../../lib/language/t.ts';

/** Why no container can get this name; undefined when one can. `taken` are the names that containers have. */
export function problemOfContainerName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return t('Enter a name.');
  const { error } = freeNameSchema().safeParse(name);
  if (error !== undefined)
    return t('The name {problem}.', { problem: error.issues[0]?.message ?? t('cannot be used') });
  return taken.has(name) ? t('There is a container {name} already.', { name }) : undefined;
}
