// SPDX-License-Identifier: Apache-2.0
/** The policy module of a container that gets another name: the same rules about types of the other name. */

import { volumeLabel } from './generate.ts';
import { type PolicyNames, policyNames } from './names.ts';

/** Names of the container in its comments stay, but for the first line, which generated modules have. */
export function renamedModule(source: string, container: string, to: string): string {
  const [before, after] = [policyNames(container), policyNames(to)];
  const names = new Map(
    (Object.keys(before) as (keyof typeof before)[]).map((key) => [before[key], after[key]] as const),
  );
  return source
    .replaceAll(volumeLabel(container), () => volumeLabel(to))
    .replaceAll(/[A-Za-z0-9_.-]+/g, (word) => names.get(word) ?? renamedConnection(word, before, after))
    .replace(
      `; The policy module of the container ${container}: `,
      () => `; The policy module of the container ${to}: `,
    );
}

/** The name of an optional statement around a connection. */
function renamedConnection(word: string, before: PolicyNames, after: PolicyNames): string {
  const prefix = `${before.module}_connect_`;
  return word.startsWith(prefix) ? `${after.module}_connect_${word.slice(prefix.length)}` : word;
}
