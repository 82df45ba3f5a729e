/** Handlers of the operations on terminals. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Host } from '../host/host.ts';

export function consoleHandlers({
  containers,
  consoles,
}: Pick<Host, 'containers' | 'consoles'>): Pick<Handlers<Caller>, 'console.open'> {
  return {
    async *'console.open'({ name, command, columns, rows }, { caller, input, signal }) {
      const target = await containers.attachTarget(name, signal);
      return yield* consoles.open({ target, command, columns, rows, uid: caller.identity.uid, input }, signal);
    },
  };
}
