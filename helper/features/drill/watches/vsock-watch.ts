// SPDX-License-Identifier: Apache-2.0
/**
 * A port of AF_VSOCK on the host, for as long as its kernel has that family: whoever connects to it has reached the
 * host past its networks. The family is never loaded for it.
 */

import { closeSync, readFileSync } from 'node:fs';
import { watchReadiness, type ReadinessWatch } from '../../../system/native/native.ts';
import { openVsockListener } from '../../../system/native/vsock-listener.ts';
import { type HostWatch, untoldBy, type Watched } from './watched.ts';

/** The attacker asks again for a second, since it may be itself that has the kernel load the family. */
const periodMs = 50;

export function watchVsock(port: number): HostWatch {
  let open: { readonly fd: number; readonly readiness: ReadinessWatch } | undefined;
  let isReached = false;
  let trouble: Watched | undefined;
  const listen = (): void => {
    const fd = openVsockListener(port);
    const readiness = watchReadiness(fd, () => {
      isReached = true;
      // Nobody takes the connection, so it would be told again and again.
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
      trouble = untoldBy(error);
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
