// SPDX-License-Identifier: Apache-2.0
/** Denials over time: asked again when there were more, at most every other second, for as long as somebody looks. */

import { useEffect, useState } from 'react';
import type { Params, Result } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import type { SlotScale } from './model/time-spans.ts';
import { clientOf, shownHostId, useClient } from '../../host/connection.ts';
import { hostNow } from '../../host/host-clock.ts';
import { isInstanceOn } from '../members/member-views.ts';
import { connectedMembers } from '../members/memberships.ts';
import { joinTimelines } from './model/joint-denials.ts';
import { useDenials } from './denials.ts';

export type TimelineView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly timeline: Result<'denial.timeline'> }
  | { readonly status: 'failed'; readonly error: unknown };

const minIntervalMs = 2000;

export function useDenialTimeline(scale: SlotScale, container: string | undefined): TimelineView {
  const [view, setView] = useState<TimelineView>({ status: 'loading' });
  const client = useClient();
  useEffect(() => {
    if (client === undefined) return undefined;
    return keepAsking({ client, scale, container, onView: setView });
  }, [client, scale, container]);
  return view;
}

interface Asking {
  readonly client: Client;
  readonly scale: SlotScale;
  readonly container: string | undefined;
  readonly onView: (view: TimelineView) => void;
}

interface MemberTimeline {
  readonly timeline: Result<'denial.timeline'>;
  readonly isInstance: (name: string) => boolean;
}

/** Asks the other members of the cluster; gives undefined for one that does not answer. */
function askMembers(
  params: Params<'denial.timeline'>,
  signal: AbortSignal,
): readonly Promise<MemberTimeline | undefined>[] {
  return [...connectedMembers(shownHostId() ?? '').values()].flatMap((hostId) => {
    const asked = clientOf(hostId)?.request('denial.timeline', params, { signal });
    const isInstance = (name: string): boolean => isInstanceOn(hostId, name);
    return (
      asked?.then(
        (timeline) => ({ timeline, isInstance }),
        () => undefined,
      ) ?? []
    );
  });
}

/** True of a time in which nothing more can happen. */
function isOver({ to }: SlotScale): boolean {
  return to !== undefined && to < hostNow();
}

/** A moment in the last slot. */
function lastMoment({ to }: SlotScale): number {
  return to === undefined ? hostNow() : to - 1;
}

/** Returns the end of it. */
function keepAsking({ client, scale, container, onView }: Asking): () => void {
  const ending = new AbortController();
  const { slots, slotMinutes } = scale;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStale = false;
  let isResting = false;

  async function ask(): Promise<void> {
    isStale = false;
    isResting = false;
    const params: Params<'denial.timeline'> = { to: lastMoment(scale), slots, slotMinutes, container };
    try {
      const [own, ...others] = await Promise.all([
        client.request('denial.timeline', params, { signal: ending.signal }),
        ...askMembers(params, ending.signal),
      ]);
      const timeline = joinTimelines(
        own,
        others.flatMap((other) => other ?? []),
      );
      if (!ending.signal.aborted) onView({ status: 'ready', timeline });
    } catch (error) {
      if (!ending.signal.aborted) onView({ status: 'failed', error });
    }
    if (!ending.signal.aborted && !isOver(scale)) timer = setTimeout(rest, minIntervalMs);
  }

  /** Enough time is over: ask when something came meanwhile, else with the next denial or the next slot. */
  function rest(): void {
    if (isStale) {
      void ask();
      return;
    }
    isResting = true;
    timer = setTimeout(() => void ask(), slotMinutes * 60_000);
  }

  const unsubscribe = useDenials.subscribe(() => {
    isStale = true;
    if (!isResting) return;
    clearTimeout(timer);
    void ask();
  });
  void ask();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    ending.abort();
  };
}
