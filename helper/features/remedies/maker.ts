/** Who makes a change, as the change is recorded: the caller, and the entry of the activity log about the call. */

import type { Call } from '../../../rpc/server.ts';
import type { Caller } from '../../server/caller.ts';
import type { Maker } from '../../host/host.ts';

export function makerOf({ caller: { identity }, record }: Call<Caller>): Maker {
  if (record === undefined) throw new Error('cannot change the policy: the call was not written down');
  return { activity: record, uid: identity.uid, user: identity.user };
}
