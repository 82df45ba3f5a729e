// SPDX-License-Identifier: Apache-2.0
/**
 * A port of AF_VSOCK on the host, where its kernel already has that family: a process that connects to it has reached
 * the host without its networks. The watch never loads the family.
 */

import { closeSync, readFileSync } from 'node:fs';
import { watchReadiness, type ReadinessWatch } from '../../../system/native/native.ts';
import { openVsockListener } from '../../../system/native/vsock-listener.ts';
import { type HostWatch, unseenBy, type Watched } from './watched.ts';

export function watchVsock(port: number): HostWatch {
  let open: { readonly fd: number; readonly readiness: ReadinessWatch } | undefined;
  let isReached = false;
  let trouble: Watched | undefined;
  const listen = (): void => {
    const fd = openVsockListener(port);
    const readiness = watchReadiness(fd, () => {
      isReached = true;
      // Nobody accepts the connection, so the kernel would report it again and again.
      readiness.stop();
    });
    open = { fd, readiness };
  };
  const listenOnce = (): void => {
    if (open !== undefined || !hasFamily()) return;
    try {
      listen();
    } catch (error) {
      trouble = unseenBy(error);
    }
  };
  listenOnce();
  return {
    // The attempt itself may have made the kernel load the family.
    look: listenOnce,
    end() {
      if (open === undefined) return trouble ?? {};
      open.readiness.stop();
      closeSync(open.fd);
      const words = `the host sees ${isReached ? 'a' : 'no'} connection to its port ${port} of AF_VSOCK`;
      return { sight: { isDone: isReached, words } };
    },
  };
}

function hasFamily(): boolean {
  return /^AF_VSOCK /m.test(readFileSync('/proc/net/protocols', 'utf8'));
}
