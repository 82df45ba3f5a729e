// SPDX-License-Identifier: Apache-2.0
/** What a command shows beside what it was asked for: nobody is asked for a further password to see that. */

import { isFailure } from '../contract/errors.ts';
import type { Client } from '../rpc/client.ts';

/** Does the work without a prompt of polkit; undefined when that would have needed one. */
export async function unlessPassword<T>(client: Client, work: () => Promise<T>): Promise<T | undefined> {
  await client.setInteractive(false);
  try {
    return await work();
  } catch (error) {
    if (isFailure(error) && (error.code === 'not-authorised' || error.code === 'authorisation-dismissed'))
      return undefined;
    throw error;
  } finally {
    await client.setInteractive(true);
  }
}
