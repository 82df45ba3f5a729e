// SPDX-License-Identifier: Apache-2.0
/** The account name of a uid, for logs and the activity list; never used to decide anything. */

import { readFileSync } from 'node:fs';

/** The number as text when /etc/passwd does not know it. */
export function userName(uid: number): string {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , number] = line.split(':');
    if (number === String(uid) && name !== undefined && name !== '') return name;
  }
  return String(uid);
}
