// SPDX-License-Identifier: Apache-2.0
/** Serves the window's pages from the application's own folder under `app://bulkhead/`. */

import type { Protocol, ProtocolRequest, ProtocolResponse } from 'electron';
import { join } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { scheme } from './origin.ts';
import { pageFile } from './page-path.ts';

/**
 * The headers set no opener policy. Nothing may open this page, nor may it open another; and Chromium would start a
 * second process for a page with such a policy, since the empty page of a new window has none.
 */
const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Chromium's `ERR_FILE_NOT_FOUND`. */
const fileNotFound = -6;

/** Has to be called before the application is ready. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Answers with files, which Electron reads beside this process's script. `protocol.handle` answers by the requests and
 * responses of the web platform: Node reads 70 ms of script for them when the first is made.
 */
export function servePages(protocol: Protocol, folder: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what follows it (`registerSource`) is an experiment
  protocol.registerFileProtocol(scheme, (request, answer) => answer(respond(request, folder)));
}

function respond(request: ProtocolRequest, folder: string): ProtocolResponse {
  const file = request.method === 'GET' ? pageFile(request.url) : undefined;
  if (file === undefined) return { error: fileNotFound };
  return { path: join(folder, file.path), headers: { ...headers, 'Content-Type': file.contentType } };
}
