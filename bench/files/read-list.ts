// SPDX-License-Identifier: Apache-2.0
/** Reads a folder of a container, and says how long its parts took. */

import type { ParamsInput } from '../../contract/operations/index.ts';
import type { Client } from '../../rpc/client.ts';

export async function readList(client: Client, folder: ParamsInput<'file.list'>): Promise<string> {
  const begun = performance.now();
  let [last, longest, listed] = [begun, 0, 0];
  let first: number | undefined;
  for await (const item of client.stream('file.list', folder)) {
    const now = performance.now();
    first ??= now - begun;
    longest = Math.max(longest, now - last);
    last = now;
    listed += item.files.length;
  }
  return (
    `list of ${listed} files: first part after ${first?.toFixed(0)} ms, longest wait for a part ` +
    `${longest.toFixed(0)} ms (within 200 ms), all in ${((performance.now() - begun) / 1000).toFixed(1)} s`
  );
}
