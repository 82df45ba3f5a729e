/** The latest audit of this host's walls: begun when somebody looks, again when asked or after something was mended, kept until the host changes. */

import { create } from 'zustand';
import type { Finding, WallMap } from '../../contract/model/wall-finding.ts';
import type { AuditStep } from '../../contract/operations/wall.ts';
import type { Result } from '../../contract/operations/index.ts';
import { isFailure } from '../../contract/errors.ts';
import { ConnectionClosedError } from '../../rpc/client.ts';
import type { Client } from '../../rpc/client.ts';
import { failureText } from './notifications.ts';

export interface Audit {
  readonly findings: readonly Finding[];
  readonly map: WallMap;
  readonly result: Result<'wall.audit'>;
}

export interface AuditProgress {
  readonly step: AuditStep;
  /** 0 to 1. */
  readonly fraction: number;
}

interface WallsState {
  /** What the last audit that came to its end said; it stands while the next one goes on. */
  readonly audit: Audit | undefined;
  /** Of the audit under way. */
  readonly progress: AuditProgress | undefined;
  readonly problem: string | undefined;
}

const none: WallsState = { audit: undefined, progress: undefined, problem: undefined };

export const useWalls = create<WallsState>(() => none);

let underWay: AbortController | undefined;

/** The first look at a host: an audit, unless there is one or it is under way. */
export function ensureAudit(client: Client): void {
  const { audit, progress } = useWalls.getState();
  if (audit === undefined && progress === undefined) void runAudit(client, { labels: false });
}

/** A new audit takes the place of one that is under way. */
export async function runAudit(client: Client, options: { readonly labels: boolean }): Promise<void> {
  underWay?.abort();
  const abort = new AbortController();
  underWay = abort;
  useWalls.setState({ progress: { step: 'host', fraction: 0 }, problem: undefined });
  try {
    const audit = await follow(client, options, abort.signal);
    if (!abort.signal.aborted) useWalls.setState({ audit, progress: undefined });
  } catch (error) {
    if (abort.signal.aborted) return;
    const isQuiet = isFailure(error, 'cancelled') || error instanceof ConnectionClosedError;
    useWalls.setState({ progress: undefined, problem: isQuiet ? undefined : failureText('cannot look at the walls', error) });
  }
}

export function cancelAudit(): void {
  underWay?.abort();
  useWalls.setState({ progress: undefined });
}

export function clearWalls(): void {
  underWay?.abort();
  useWalls.setState(none);
}

async function follow(client: Client, { labels }: { readonly labels: boolean }, signal: AbortSignal): Promise<Audit> {
  const findings: Finding[] = [];
  let map: WallMap = { containers: [], rows: [] };
  const stream = client.stream('wall.audit', { labels }, { signal });
  for await (const item of stream) {
    if (item.type === 'finding') findings.push(item.finding);
    else if (item.type === 'map') map = item.map;
    else if (!signal.aborted) useWalls.setState({ progress: { step: item.step, fraction: item.fraction } });
  }
  return { findings, map, result: await stream.result };
}
