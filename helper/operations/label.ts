/** Handlers of the operations on labels of files. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Labels } from '../host/host.ts';

export function labelHandlers(labels: Labels): Pick<Handlers<Caller>, 'label.verify' | 'label.restore'> {
  return {
    'label.verify': ({ name }, { signal }) => labels.verify(name, signal),
    'label.restore': ({ name }, { signal }) => labels.restore(name, signal),
  };
}
