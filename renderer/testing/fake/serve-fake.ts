// SPDX-License-Identifier: Apache-2.0
/** Serves a fake host on a transport, and writes its activity log as the helper does. */

import * as z from 'zod';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { GivenActivity } from '../../../contract/model/activity.ts';
import { type OperationName, operations } from '../../../contract/operations/index.ts';
import { reachingOperations } from '../../../contract/operations/operation-names.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { Service } from '../../../rpc/serve-calls.ts';
import { serve, type ServeOptions } from '../../../rpc/server.ts';
import type { Transport } from '../../../rpc/transport.ts';
import { fakeHandlers } from './fake-handlers.ts';
import type { FakeHost } from './fake-host.ts';

export interface FakeServing extends Partial<Pick<ServeOptions<string>, 'version' | 'admit' | 'onFault'>> {
  readonly handlers?: Partial<Handlers<string>>;
}

/** `options` lets a test admit as it likes, and answer instead of the fake host. */
export function serveFake(host: FakeHost, transport: Transport, { handlers, ...options }: FakeServing = {}): Service {
  return serve<string>({
    transport,
    handlers: { ...fakeHandlers(host), ...handlers },
    version: '0.1.0',
    admit: async () => 'operator',
    onFault: (error) => String(error),
    around: async ({ name: operation, params, caller: user }, run) => {
      requireHere(host, operation, params);
      if (!operations[operation].changes) return run();
      const entry = host.log({
        begunAt: host.now(),
        endedAt: null,
        operation,
        subject: nameIn(params),
        uid: 1000,
        user,
        outcome: 'running',
        request: requestIn(operation, params),
        detail: null,
        change: null,
      });
      try {
        const result = await run(entry.id);
        finish(host, entry, { outcome: 'done', detail: null });
        return result;
      } catch (error) {
        const outcome = isFailure(error, 'cancelled') ? 'cancelled' : 'failed';
        finish(host, entry, { outcome, detail: error instanceof Error ? error.message : null });
        throw error;
      }
    },
    ...options,
  });
}

/** Fails where the container is on another member: only the helper there reaches into it. */
function requireHere(host: FakeHost, operation: OperationName, params: unknown): void {
  const param = reachingOperations.get(operation);
  if (param === undefined) return;
  const name = z.looseObject({ [param]: z.string().optional() }).parse(params)[param];
  if (typeof name !== 'string') return;
  const member = host.containers.get(name)?.member ?? host.member;
  if (member === host.member) return;
  const reason = `it is on the member ${member} of its cluster; connect to the helper of that host`;
  fail('container-failed', { name, reason });
}

function finish(host: FakeHost, entry: GivenActivity, end: Pick<GivenActivity, 'outcome' | 'detail'>): void {
  const ended: GivenActivity = {
    ...entry,
    ...end,
    endedAt: host.now(),
    change: host.changes.get(entry.id) ?? null,
    request: withSummary(host, entry.request),
  };
  host.activity.splice(
    host.activity.findIndex((known) => known.id === entry.id),
    1,
    ended,
  );
  host.activityChanges.send(ended);
}

function nameIn(params: unknown): string | null {
  const { name, image } = z.looseObject({ name: z.string().optional(), image: z.string().optional() }).parse(params);
  return name ?? image ?? null;
}

function requestIn(operation: OperationName, params: unknown): GivenActivity['request'] {
  const { command, id, user, folder } = requestedSchema.parse(params);
  if (operation === 'activity.undo' && id !== undefined) return { kind: 'undo', id, summary: null };
  if (command === undefined && user === undefined && folder === undefined) return null;
  return {
    kind: 'command',
    argv: command ?? [],
    isShortened: false,
    ...(user !== undefined && { user }),
    ...(folder !== undefined && { folder }),
  };
}

const requestedSchema = z.looseObject({
  command: z.array(z.string()).optional().catch(undefined),
  id: z.number().optional().catch(undefined),
  user: z.string().optional().catch(undefined),
  folder: z.string().optional().catch(undefined),
});

function withSummary(host: FakeHost, request: GivenActivity['request']): GivenActivity['request'] {
  return request?.kind === 'undo' ? { ...request, summary: host.changes.get(request.id)?.summary ?? null } : request;
}
