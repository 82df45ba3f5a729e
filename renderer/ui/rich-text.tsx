// SPDX-License-Identifier: Apache-2.0
/** A sentence with elements in it, whose order is that of the language. */

import { Children } from 'react';
import { partsOf, type RichValues } from '../lib/language/t.ts';

interface RichTextProps {
  /** A literal in ICU MessageFormat: `Remove <b>{name}</b>`. */
  readonly message: string;
  readonly values: RichValues;
}

export function RichText({ message, values }: RichTextProps) {
  return <>{Children.toArray(partsOf(message, values))}</>;
}
