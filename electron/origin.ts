// SPDX-License-Identifier: Apache-2.0
/** The one origin that the window shows, and the test for it. */

export const scheme = 'app';
const host = 'bulkhead';
const origin = `${scheme}://${host}`;
export const startPage = `${origin}/index.html`;

/** True for an address of our own pages. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '';
}

/** True for the start page itself, whatever its fragment: the only address that the window may navigate to. */
export function isStartPage(address: string): boolean {
  return isOurs(address) && address.replace(/#.*$/s, '') === startPage;
}
