// SPDX-License-Identifier: Apache-2.0
/** The folders that containers of the load are given as volumes: one for each client that creates containers. */

import type { Guest } from '../../lab/guest.ts';

const folders = ['/srv/kills/one', '/srv/kills/two', '/srv/kills/three'];

/** Makes them, each with files enough for their labelling to take a while; gives their paths. */
export async function makeFolders(guest: Guest): Promise<readonly string[]> {
  await guest.mustRun(`for at in ${folders.join(' ')}; do install -d -o operator $at && touch $at/{1..1000}; done`);
  return folders;
}
