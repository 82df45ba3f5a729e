/** Handlers of the operations on containers. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Host } from '../host/host.ts';
import { makerOf } from '../features/remedies/maker.ts';

type ContainerHandlers = Pick<Handlers<Caller>, Extract<keyof Handlers<Caller>, `container.${string}`>>;

export function containerHandlers({ containers, changes }: Pick<Host, 'containers' | 'changes'>): ContainerHandlers {
  return {
    'container.list': async (_params, { signal }) => ({ containers: [...(await containers.list(signal))] }),
    async *'container.watch'(_params, { signal }) {
      yield* containers.watch(signal);
      return {};
    },
    'container.create': (params, { caller, signal }) => containers.create(params, { uid: caller.identity.uid }, signal),
    'container.confine': (params, { signal }) => containers.confine(params, signal),
    'container.start': ({ name }, { signal }) => containers.start(name, signal),
    'container.stop': ({ name, force }, { signal }) => containers.stop(name, { force }, signal),
    'container.restart': ({ name }, { signal }) => containers.restart(name, signal),
    'container.freeze': ({ name }, { signal }) => containers.freeze(name, signal),
    'container.unfreeze': ({ name }, { signal }) => containers.unfreeze(name, signal),
    'container.configure': (params, call) =>
      changes.configure(params, call.record === undefined ? undefined : makerOf(call), call.signal),
    'container.remove': async ({ name, force }, { signal }) => {
      await containers.remove(name, { force }, signal);
      return {};
    },
  };
}
