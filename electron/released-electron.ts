// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether the window runs in the Electron that is released with it: the version of package.json, put in by the
 * build.
 */

declare const BULKHEAD_ELECTRON: string | undefined;

/**
 * Says whether this is the released Electron. Another one, such as the older one of closed networks, is for
 * development: it gets no security updates.
 */
export function isReleasedElectron(running: string | undefined = process.versions['electron']): boolean {
  return typeof BULKHEAD_ELECTRON === 'string' && running === BULKHEAD_ELECTRON;
}
