// SPDX-License-Identifier: Apache-2.0
/**
 * The stand-in as a Debian guest can run under it. Its own programs may do everything to what is its own, because what
 * each of Debian's programs needs is not the matter here. Towards the types of Bulkhead's modules they have only what
 * the stand-in and those modules say, and all of that is enforced.
 */

import { readFile } from 'node:fs/promises';
import { standInPolicy } from './stand-in-policy.ts';

/**
 * Domains that only Debian's policy has. Their processes have run since before the stand-in was loaded; the kernel takes
 * them for `unlabeled_t`.
 */
const unknownDomain = 'unlabeled_t';

/** CIL text of one module, for a module store. */
export async function hostPolicy(): Promise<string> {
  const host = await readFile(new URL('host.cil', import.meta.url), 'utf8');
  const text = `${await standInPolicy()}\n${host}`;
  const types = namesIn(text, /^\(type (\w+)\)/gm);
  const classes = namesIn(text, /^\(class (\w+)\b/gm);
  return [
    text,
    '(typeattribute stand_in_own)',
    `(typeattributeset stand_in_own (${types.join(' ')}))`,
    ...types.map((type) => `(roletype object_r ${type})`),
    '(typeattribute stand_in_program)',
    '(typeattributeset stand_in_program (and (and (domain) (stand_in_own)) (not (container_domain))))',
    ...classes.map((name) => `(allow stand_in_program stand_in_own (${name} (all)))`),
    `(roletype system_r ${unknownDomain})`,
    `(typepermissive ${unknownDomain})`,
    '',
  ].join('\n');
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
}
