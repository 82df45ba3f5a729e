/** Handlers of the operations on volumes. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../caller.ts';
import type { Volumes } from '../host/host.ts';

export function volumeHandlers(volumes: Volumes): Pick<Handlers<Caller>, 'volume.check' | 'volume.attach' | 'volume.detach'> {
  return {
    'volume.check': async (params) => ({ problem: await volumes.check(params) }),
    'volume.attach': (params, { signal }) => volumes.attach(params, signal),
    'volume.detach': (params, { signal }) => volumes.detach(params, signal),
  };
}
