// SPDX-License-Identifier: Apache-2.0
/** The accounts of the host, as `/etc/passwd` has them. */

import { readFileSync } from 'node:fs';

interface Account {
  readonly name: string;
  readonly uid: number;
}

/** For logs and the activity list, never to decide anything: the number as text when the host knows none. */
export function userName(uid: number): string {
  return accounts().find((account) => account.uid === uid)?.name ?? String(uid);
}

/** Undefined when there is no such account. */
export function userNumber(name: string): number | undefined {
  return accounts().find((account) => account.name === name)?.uid;
}

function accounts(): readonly Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', , number = ''] = line.split(':');
      return name !== '' && /^\d+$/.test(number) ? [{ name, uid: Number(number) }] : [];
    });
}
