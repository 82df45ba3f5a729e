// SPDX-License-Identifier: Apache-2.0
/** Who makes a change, as the change is recorded: the caller, and the entry of the activity log about the call. */

import type { Call } from '../../rpc/handlers.ts';
import type { Caller } from './caller.ts';

/** Who makes a change, and under which entry of the activity log. */
export interface Actor {
  readonly activity: number;
  readonly uid: number;
  readonly user: string;
}

export function actorOf({ caller: { identity }, record }: Call<Caller>): Actor {
  if (record === undefined) throw new Error('cannot change the policy: the call was not written down');
  return { activity: record, uid: identity.uid, user: identity.user };
}
