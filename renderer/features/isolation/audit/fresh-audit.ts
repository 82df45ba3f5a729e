// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the audit up to date while somebody looks at it: at once when there is none, and again, not too often, when
 * containers changed.
 */

import { useEffect, useMemo } from 'react';
import { useConnection } from '../../../host/connection.ts';
import { useContainers } from '../../containers/containers.ts';
import { useFeeds } from '../../../host/feeds.ts';
import { ensureAudit, runAudit, useStaleness, useAudit } from './audit-store.ts';
import { subjectOf } from '../../../../contract/model/isolation/audit-subject.ts';
import { stalenessOf } from './audit-staleness.ts';

/** Containers change in quick succession: a start is several changes. */
const quietMs = 3000;
const minPauseMs = 20_000;
/** An audit asks the kernel about each pair: at most a quarter of the time is spent on it. */
const pausePerAudit = 3;

/**
 * Keeps the audit fresh for a page that shows its result. One audit begins by itself at most, never beside another, and
 * none after one that failed or was cancelled for these containers.
 */
export function useFreshAudit(): void {
  const connection = useConnection((state) => state.connection);
  // An audit that began before the containers are known could not say what it was about.
  const isKnown = useFeeds(({ containers }) => containers.status !== 'loading');
  const byName = useContainers((state) => state.byName);
  const isStale = useStaleness() !== undefined;
  const isUnderWay = useAudit((state) => state.progress !== undefined);
  const hasFailed = useAudit((state) => state.problem !== undefined);
  const cancelled = useAudit((state) => state.cancelled);
  const isUnwanted = useMemo(
    () => cancelled !== undefined && stalenessOf(cancelled, subjectOf(byName.values())) === undefined,
    [cancelled, byName],
  );
  useEffect(() => {
    if (connection.status === 'connected' && isKnown) ensureAudit(connection.client);
  }, [connection, isKnown]);
  useEffect(() => {
    if (connection.status !== 'connected' || !isKnown || !isStale || isUnderWay || hasFailed || isUnwanted)
      return undefined;
    // Further changes do not put it off: a host where something always changes is audited as well.
    const pause = pauseBeforeAudit(performance.now());
    const timer = setTimeout(() => void runAudit(connection.client, { labels: false }), pause);
    return () => clearTimeout(timer);
  }, [connection, isKnown, isStale, isUnderWay, hasFailed, isUnwanted]);
}

function pauseBeforeAudit(now: number): number {
  const { audit, endedAt } = useAudit.getState();
  if (endedAt === undefined) return quietMs;
  return Math.max(quietMs, endedAt + Math.max(minPauseMs, pausePerAudit * (audit?.tookMs ?? 0)) - now);
}
