// SPDX-License-Identifier: Apache-2.0
/** Images of servers; what reads them is loaded when somebody first asks for them. */

import type { ServerImages } from './server-images.ts';

let loaded: Promise<ServerImages> | undefined;

export function loadImages(): Promise<ServerImages> {
  return (loaded ??= import('./server-images.ts').then(({ createServerImages }) => createServerImages()));
}

/** Ends the reading of all images; loads nothing for that. */
export async function endImages(): Promise<void> {
  (await loaded)?.endAll();
}
