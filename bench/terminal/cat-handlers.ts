// SPDX-License-Identifier: Apache-2.0
/** A helper whose every terminal runs `cat` on this machine. */

import { createConsoles } from '../../helper/features/consoles/console.ts';
import type { HandlersModule } from '../programs/with-programs.ts';

export const createHandlers: HandlersModule['createHandlers'] = () => {
  const context = 'system_u:system_r:bulkhead_container_t:s0:c1,c2';
  const consoles = createConsoles({
    log: () => undefined,
    commandFor: () => ({ file: '/bin/cat', arguments: [], environment: {} }),
    find: (pid) => ({ state: 'running', pid, context }),
  });
  return {
    'console.open': ({ name, ...request }, { input, signal }) =>
      consoles.open({ ...request, target: { name, initPid: 1, context }, uid: 0, input }, signal),
  };
};
