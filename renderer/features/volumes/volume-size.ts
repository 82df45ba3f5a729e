// SPDX-License-Identifier: Apache-2.0
/** The limit of a named volume as it is typed. */

import { limitsSchema } from '../../../contract/model/containers/limits.ts';
import { parseBytes } from '../../../contract/search/amounts.ts';

/** Bytes; null for an empty text, which is no limit. */
export function readSize(text: string): number | null | 'invalid' {
  if (text.trim() === '') return null;
  const { data } = limitsSchema().shape.diskBytes.safeParse(parseBytes(text));
  return data ?? 'invalid';
}
