// SPDX-License-Identifier: Apache-2.0
/**
 * A port of AF_VSOCK on the host, where its kernel already has that family: a process that connects to it has reached
 * the host without its networks. The watch never loads the family.
 */

import { closeSync, readFileSync } from 'node:fs';
import { watchReadiness, type ReadinessWatch } from '../../../system/native/native.ts';
import { openVsockListener } from '../../../system/native/vsock-listener.ts';
import { type HostWatch, unseenBy, type Watched } from './watched.ts';

/** The attacker asks again for a second, since its own attempt may make the kernel load the family. */
const periodMs = 50;

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
    if (!hasFamily()) return;
    clearInterval(timer);
    try {
      listen();
    } catch (error) {
      trouble = unseenBy(error);
    }
  };
  const timer = setInterval(listenOnce, periodMs);
  listenOnce();
  return {
    end() {
      clearInterval(timer);
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
