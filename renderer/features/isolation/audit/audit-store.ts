// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the latest isolation audit of this host: run when somebody looks, on demand, after a fix, and when containers
 * change while somebody looks. It is kept until the window leaves the host, with the containers that it was about.
 */

import { useMemo } from 'react';
import type { Finding, IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import type { AuditStep } from '../../../../contract/operations/policy/isolation.ts';
import type { Result } from '../../../../contract/operations/index.ts';
import { isFailure } from '../../../../contract/errors.ts';
import { ConnectionClosedError } from '../../../../rpc/client.ts';
import type { Client } from '../../../../rpc/client.ts';
import { type AuditSubject, subjectOf } from '../../../../contract/model/isolation/audit-subject.ts';
import { type Staleness, stalenessOf } from './audit-staleness.ts';
import { useContainers } from '../../containers/containers.ts';
import { createHostStore, onHostLeft } from '../../../host/host-stores.ts';
import { failureText } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';

interface Audit {
  readonly findings: readonly Finding[];
  readonly map: IsolationMap;
  readonly result: Result<'isolation.audit'>;
  /** The containers when it began. */
  readonly subject: AuditSubject;
  /** How long it took. */
  readonly tookMs: number;
}

interface AuditProgress {
  readonly step: AuditStep;
  /** Says which share of the step is done, from 0 to 1. */
  readonly fraction: number;
}

interface AuditState {
  /** What the last audit that came to its end said; it stands while the next one goes on. */
  readonly audit: Audit | undefined;
  /** Gives the progress of the audit under way. */
  readonly progress: AuditProgress | undefined;
  readonly problem: string | undefined;
  /** When the last one ended, however it did, by `performance.now`. */
  readonly endedAt: number | undefined;
  /** The containers that an audit was cancelled for: none begins by itself until others are there. */
  readonly cancelled: AuditSubject | undefined;
}

const none: AuditState = {
  audit: undefined,
  progress: undefined,
  problem: undefined,
  endedAt: undefined,
  cancelled: undefined,
};

export const useAudit = createHostStore<AuditState>(none);
onHostLeft(() => underWay?.abort());

let underWay: AbortController | undefined;

/** The first look at a host: an audit, unless there is one or it is under way. */
export function ensureAudit(client: Client): void {
  const { audit, progress } = useAudit.getState();
  if (audit === undefined && progress === undefined) void runAudit(client, { labels: false });
}

/** A new audit takes the place of one that is under way. */
export async function runAudit(client: Client, options: { readonly labels: boolean }): Promise<void> {
  underWay?.abort();
  const abort = new AbortController();
  underWay = abort;
  useAudit.setState({ progress: { step: 'host', fraction: 0 }, problem: undefined, cancelled: undefined });
  try {
    const audit = await follow(client, options, abort.signal);
    if (!abort.signal.aborted) useAudit.setState({ audit, progress: undefined, endedAt: performance.now() });
  } catch (error) {
    if (abort.signal.aborted) return;
    const isQuiet = isFailure(error, 'cancelled') || error instanceof ConnectionClosedError;
    useAudit.setState({
      progress: undefined,
      endedAt: performance.now(),
      problem: isQuiet ? undefined : failureText(t('cannot check the isolation'), error),
    });
  }
}

/** What the latest audit does not know of; undefined when it holds, or when there is none. */
export function useStaleness(): Staleness | undefined {
  const audit = useAudit((state) => state.audit);
  const byName = useContainers((state) => state.byName);
  return useMemo(
    () => (audit === undefined ? undefined : stalenessOf(audit.subject, subjectOf(byName.values()))),
    [audit, byName],
  );
}

function presentSubject(): AuditSubject {
  return subjectOf(useContainers.getState().byName.values());
}

export function cancelAudit(): void {
  underWay?.abort();
  useAudit.setState({ progress: undefined, endedAt: performance.now(), cancelled: presentSubject() });
}

async function follow(client: Client, { labels }: { readonly labels: boolean }, signal: AbortSignal): Promise<Audit> {
  const [subject, startedAt] = [presentSubject(), performance.now()];
  const findings: Finding[] = [];
  let map: IsolationMap = { containers: [], rows: [] };
  const stream = client.stream('isolation.audit', { labels }, { signal });
  for await (const item of stream) {
    if (item.type === 'finding') findings.push(item.finding);
    else if (item.type === 'map') map = item.map;
    else if (!signal.aborted) useAudit.setState({ progress: { step: item.step, fraction: item.fraction } });
  }
  const result = await stream.result;
  return { findings, map, result, subject, tookMs: performance.now() - startedAt };
}
