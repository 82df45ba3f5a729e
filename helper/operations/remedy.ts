/** Handlers of the operations on remedies and the changes that they made. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Changes } from '../host/host.ts';
import { makerOf } from '../features/remedies/maker.ts';

export function remedyHandlers(changes: Changes): Pick<Handlers<Caller>, 'remedy.apply' | 'change.list'> {
  return {
    'remedy.apply': (params, call) => changes.apply(params, makerOf(call), call.signal),
    'change.list': async () => ({ changes: [...changes.list()] }),
  };
}
