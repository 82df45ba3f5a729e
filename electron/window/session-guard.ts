// SPDX-License-Identifier: Apache-2.0
/** What the session of the window may not do: reach the network, ask for permissions, save files. */

import type { Session } from 'electron';
import { isOurs } from '../origin.ts';

/** The one thing that our own page may: put text onto the clipboard when the person presses a copy button. */
const allowedPermission = 'clipboard-sanitized-write';

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((...[contents, permission, answer, details]) => {
    answer(permission === allowedPermission && details.isMainFrame && isOurs(contents.getURL()));
  });
  session.setPermissionCheckHandler((...[, permission, requestingOrigin, details]) => {
    return permission === allowedPermission && details.isMainFrame && isOurs(requestingOrigin);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
}

/** Pages of ours, pictures and fonts within them, and the developer tools' own pages. */
function mayLoad(address: string): boolean {
  return isOurs(address) || /^(?:data|devtools):/.test(address);
}
