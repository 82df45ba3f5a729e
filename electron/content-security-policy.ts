// SPDX-License-Identifier: Apache-2.0
/** What the page may load: only what the console brings along. Sent as a header, so that markup cannot weaken it. */

type Directives = Readonly<Record<string, readonly string[]>>;

export const windowDirectives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  // Emotion and xterm write style elements while they run, and xterm has no way to give them a nonce.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
} as const satisfies Directives;

export const contentSecurityPolicy = writePolicy(windowDirectives);

export function writePolicy(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
