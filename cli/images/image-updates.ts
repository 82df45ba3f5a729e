// SPDX-License-Identifier: Apache-2.0
/** The updates of an image, as text and as JSON. */

import { describeUpdates } from '../../contract/wording/describe-health.ts';
import type { ImageUpdates } from '../../contract/model/host/image-updates.ts';
import { formatTime } from '../../report/format-time.ts';
import { updatesJson } from '../format/json/updates-json.ts';

/** Describes the updates, with the packages that have security updates. */
export function describeImageUpdates(updates: ImageUpdates): string {
  if (updates.state === 'unknown') return describeUpdates(updates);
  const lists = `${updates.listsOf === 'host' ? "the host's" : 'its own'} lists of ${formatTime(updates.listsAt)}`;
  const security = updates.packages.filter(({ isSecurity }) => isSecurity).map(({ name, newer }) => `${name} ${newer}`);
  const named = security.length === 0 ? '' : `: ${security.join(', ')}`;
  return `${describeUpdates(updates)} (${lists})${named}`;
}

export function imageUpdatesJson(updates: ImageUpdates): object | null {
  if (updates.state === 'unknown') return null;
  return { ...updatesJson(updates), lists_of: updates.listsOf };
}
