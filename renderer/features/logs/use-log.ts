// SPDX-License-Identifier: Apache-2.0
/** Reads a log for as long as it is shown: what was there, and new lines as they come. */

import { useEffect, useState } from 'react';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { useClientOf, wakeClient } from '../../host/connection.ts';

export interface LogView {
  /** `ended`: nothing more comes, since it is not followed or what was followed has ended. */
  readonly status: 'loading' | 'following' | 'ended' | 'failed';
  /** Lists the latest lines, oldest first; what an earlier question gave stays until the next has an answer. */
  readonly lines: readonly LogLine[];
  /** How many of them were there when the log was asked for. */
  readonly history: number;
  readonly error: unknown;
}

const maxLines = serviceLimits.logLines.value;
/** Time for which lines are gathered before they are drawn. */
const drawMs = 120;
const nothing: LogView = { status: 'loading', lines: [], history: 0, error: undefined };

/**
 * Asks the host again when the query changes (keep it the same object otherwise), or the connection comes back. Without a
 * query nothing is asked.
 */
export function useLog(hostId: string | undefined, query: ParamsInput<'log.read'> | undefined): LogView {
  const client = useClientOf(hostId);
  const [view, setView] = useState(nothing);
  useEffect(() => {
    if (client === undefined || query === undefined) return undefined;
    // Somebody looks at it, though another host may be shown.
    if (hostId !== undefined) wakeClient(hostId);
    const abort = new AbortController();
    let lines: LogLine[] = [];
    let history = 0;
    let isCaughtUp = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function draw(status: LogView['status'], error?: unknown): void {
      clearTimeout(timer);
      timer = undefined;
      if (abort.signal.aborted) return;
      if (lines.length > maxLines) lines = lines.slice(-maxLines);
      setView({ status, lines: lines.slice(), history, error });
    }

    async function follow(asked: ParamsInput<'log.read'>): Promise<void> {
      setView((before) => ({ ...before, status: 'loading', error: undefined }));
      for await (const item of client?.stream('log.read', asked, { signal: abort.signal }) ?? []) {
        for (const line of item.lines) lines.push(line);
        if (!isCaughtUp) history = lines.length;
        if (item.isCaughtUp && !isCaughtUp) {
          isCaughtUp = true;
          draw('following');
        } else timer ??= setTimeout(() => draw(isCaughtUp ? 'following' : 'loading'), drawMs);
      }
      draw('ended');
    }

    follow(query).catch((error: unknown) => {
      // The lines stay; the frame of the window says that the connection is gone.
      if (error instanceof ConnectionClosedError) draw(isCaughtUp ? 'ended' : 'loading');
      else draw('failed', error);
    });
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, hostId, query]);
  return view;
}
