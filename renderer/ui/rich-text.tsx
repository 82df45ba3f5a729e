// SPDX-License-Identifier: Apache-2.0
/** A sentence with elements in it, whose order is that of the language. */

import { createElement, Fragment, type ReactNode } from 'react';
import { partsOf, type RichValues } from '../lib/language/t.ts';

interface RichTextProps {
  /** Is a literal in ICU MessageFormat: `Remove <b>{name}</b>`. */
  readonly message: string;
  readonly values: RichValues;
}

export function RichText({ message, values }: RichTextProps) {
  const wrapped = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'function' ? (parts: readonly ReactNode[]) => value([inOrder(parts)]) : value,
  ]);
  const parts = partsOf(message, Object.fromEntries(wrapped) as RichValues);
  return inOrder(Array.isArray(parts) ? parts : [parts]);
}

/** The parts of a sentence do not change their places: they need no keys. */
function inOrder(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, { key: 'parts' }, ...parts);
}
