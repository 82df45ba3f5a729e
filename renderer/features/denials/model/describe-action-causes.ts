// SPDX-License-Identifier: Apache-2.0
/** The words of a badge of causes, with its unit and its stretch of time. */

import { t } from '../../../lib/language/t.ts';

export function describeActionCauses(count: number, span: string): string {
  return t(
    '{count, plural, one {# cause of denials of containers needs} other {# causes of denials of containers need}} ' +
      'action, in {span}',
    { count, span },
  );
}
