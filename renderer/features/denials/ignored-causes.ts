// SPDX-License-Identifier: Apache-2.0
/**
 * The causes of denials that the person at this window ignores, by host. One is known by its domain, its object and its
 * containers, and by whether SELinux blocked it: what is denied on another object, or goes through, is another cause.
 */

import * as z from 'zod';
import { create } from 'zustand';
import { causeKeyOf } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../../contract/model/denials/group-outcome.ts';
import { useWindow } from '../../host/main-process.ts';
import { remember, remembered } from '../../window/preferences.ts';

interface IgnoredState {
  readonly byHost: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Limits the ignored causes of one host; the oldest are shown again. */
const maxIgnored = 500;
const none: ReadonlySet<string> = new Set();

export const useIgnoredCauses = create<IgnoredState>(() => ({ byHost: readIgnored() }));

/** Takes the groups of one cause; `isIgnored` false shows it again. */
export function ignoreCause(hostId: string, groups: readonly DenialGroup[], isIgnored: boolean): void {
  const { byHost } = useIgnoredCauses.getState();
  const keys = new Set(byHost.get(hostId));
  for (const key of groups.map(keyOf))
    if (isIgnored) keys.add(key);
    else keys.delete(key);
  const next = new Map(byHost).set(hostId, new Set([...keys].slice(-maxIgnored)));
  useIgnoredCauses.setState({ byHost: next });
  remember('denials.ignored', JSON.stringify([...next].map(([host, ignored]) => ({ host, keys: [...ignored] }))));
}

export function isIgnoredIn(ignored: ReadonlySet<string>, group: DenialGroup): boolean {
  return ignored.size > 0 && ignored.has(keyOf(group));
}

/** The keys of a host; of the shown one when it is left out. */
export function useIgnored(hostId?: string): ReadonlySet<string> {
  const shown = useWindow((state) => state.hostId);
  return useIgnoredCauses(({ byHost }) => byHost.get(hostId ?? shown ?? '')) ?? none;
}

function keyOf(group: DenialGroup): string {
  return `${outcomeOfGroup(group)} ${causeKeyOf(group)}`;
}

/** What cannot be read is nothing. */
function readIgnored(): IgnoredState['byHost'] {
  try {
    const stored: unknown = JSON.parse(remembered('denials.ignored') ?? '[]');
    const hosts = z.array(z.strictObject({ host: z.string(), keys: z.array(z.string()) })).parse(stored);
    return new Map(hosts.map(({ host, keys }) => [host, new Set(keys)]));
  } catch {
    return new Map();
  }
}
