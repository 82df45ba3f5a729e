/** Handlers of the operations on volumes. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Volumes } from '../host/host.ts';

export function volumeHandlers(
  volumes: Volumes,
): Pick<Handlers<Caller>, 'volume.check' | 'volume.attach' | 'volume.detach'> {
  return {
    'volume.check': async (params, { caller }) => ({
      problem: await volumes.check(params, { uid: caller.identity.uid }),
    }),
    'volume.attach': (params, { caller, signal }) => volumes.attach(params, { uid: caller.identity.uid }, signal),
    'volume.detach': (params, { signal }) => volumes.detach(params, signal),
  };
}
