/** Handlers of the operations on the walls between containers. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Walls } from '../host/host.ts';

export function wallHandlers(
  walls: Walls,
): Pick<Handlers<Caller>, 'wall.audit' | 'wall.separate' | 'wall.remount' | 'wall.stop'> {
  return {
    'wall.audit': (params, { signal }) => walls.audit(params, signal),
    'wall.separate': ({ name }, { signal }) => walls.separate(name, signal),
    'wall.remount': ({ name }, { signal }) => walls.remount(name, signal),
    'wall.stop': ({ name }, { signal }) => walls.stop(name, signal),
  };
}
