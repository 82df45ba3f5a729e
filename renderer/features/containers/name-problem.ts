// SPDX-License-Identifier: Apache-2.0
/** What is wrong with a name that was typed for a container. */

import { freeNameSchema } from '../../../contract/operations/container.ts';

/** Why no container can get this name; undefined when one can. `taken` are the names that containers have. */
export function problemOfContainerName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return 'Enter a name.';
  const { error } = freeNameSchema.safeParse(name);
  if (error !== undefined) return `The name ${error.issues[0]?.message ?? 'cannot be used'}.`;
  return taken.has(name) ? `There is a container ${name} already.` : undefined;
}
