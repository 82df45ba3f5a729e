// SPDX-License-Identifier: Apache-2.0
/** Asks the host for a change of its alerts. */

import { notifyFailure } from '../../window/notifications.ts';

/** Resolves to whether it was done; a failure is notified. */
export async function attempt(what: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    notifyFailure(what, error);
    return false;
  }
}
