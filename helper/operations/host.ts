/** Handlers of the operations on the host as a whole. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Host } from '../host/host.ts';

export function hostHandlers(host: Host): Pick<Handlers<Caller>, 'host.info' | 'image.list'> {
  return {
    'host.info': (_params, { signal }) => host.info(signal),
    'image.list': async (_params, { signal }) => ({ images: [...(await host.images(signal))] }),
  };
}
