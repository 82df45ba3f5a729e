/** Handlers of the operations on resource samples. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Samples } from '../host/host.ts';

export function sampleHandlers(samples: Samples): Pick<Handlers<Caller>, 'sample.watch'> {
  return {
    async *'sample.watch'(params, { signal }) {
      yield* samples.watch(params, signal);
      return {};
    },
  };
}
