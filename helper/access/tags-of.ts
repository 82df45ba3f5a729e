// SPDX-License-Identifier: Apache-2.0
/** The tags of all containers, read at most once a second: a role that depends on a tag looks at them for each call. */

import type { Container } from '../../contract/model/containers/container.ts';
import { neverAborts } from '../system/work/never-aborts.ts';

type Tags = ReadonlyMap<string, readonly string[]>;

/** A tag that was taken may hold so long. */
const keptMs = 1000;

/** `now`: milliseconds of a clock that never goes back. */
export function createTagsOf(
  list: (signal: AbortSignal) => Promise<readonly Container[]>,
  now: () => number,
): () => Promise<Tags> {
  let kept: { readonly until: number; readonly tags: Promise<Tags> } | undefined;

  async function read(): Promise<Tags> {
    const containers = await list(neverAborts);
    return new Map(containers.map(({ name, tags }) => [name, tags]));
  }

  return () => {
    if (kept === undefined || now() >= kept.until) {
      const tags = read();
      const entry = { until: now() + keptMs, tags };
      kept = entry;
      // A failure is not kept: the next call reads again.
      tags.catch(() => {
        if (kept === entry) kept = undefined;
      });
    }
    return kept.tags;
  };
}
