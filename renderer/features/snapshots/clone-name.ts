// SPDX-License-Identifier: Apache-2.0
/** The name of a clone: a proposal, and what is wrong with one that was typed. */

import { newContainerSchema } from '../../../contract/operations/container.ts';

/** `web-copy`, or `web-copy-2` and so on where that is taken. */
export function proposeCloneName(name: string, taken: ReadonlySet<string>): string {
  const base = `${name.slice(0, 50)}-copy`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Why the clone cannot have this name; undefined when it can. */
export function problemOfCloneName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return 'Enter a name for the clone.';
  const { success, error } = newContainerSchema.shape.name.safeParse(name);
  if (!success) return `The name ${error.issues[0]?.message ?? 'cannot be used'}.`;
  return taken.has(name) ? `There is a container ${name} already.` : undefined;
}
