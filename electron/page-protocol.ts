// SPDX-License-Identifier: Apache-2.0
/** Serves the window's pages from the application's own folder under `app://bulkhead/`. */

import type { Protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { scheme } from './origin.ts';
import { pageFile } from './page-path.ts';

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Has to be called before the application is ready. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function servePages(protocol: Protocol, folder: string): void {
  protocol.handle(scheme, (request) => respond(request, folder));
}

async function respond(request: Request, folder: string): Promise<Response> {
  const file = request.method === 'GET' ? pageFile(request.url) : undefined;
  const body = file === undefined ? undefined : await readFile(join(folder, file.path)).catch(() => undefined);
  if (file === undefined || body === undefined) return new Response('not found', { status: 404, headers });
  return new Response(new Uint8Array(body), { headers: { ...headers, 'Content-Type': file.contentType } });
}
