// SPDX-License-Identifier: Apache-2.0

import { t } from '../../../lib/language/t.ts';

/** Why Incus takes no container of this name; undefined where it does. */
export function problemOfInstanceName(name: string): string | undefined {
  return /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
    ? undefined
    : t('Incus takes only letters, digits and dashes, a letter first.');
}
