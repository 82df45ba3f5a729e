// SPDX-License-Identifier: Apache-2.0
/** The denials of this host: followed, counted, explained, and for a while those that dontaudit rules hide. */

import type { DenialCase, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Connection } from '../../journal/database.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { expectedType } from '../../selinux/labels/expected-type.ts';
import { loadedPolicySize, policySequence } from '../../selinux/policy/kernel-policy.ts';
import type { PolicyServices } from '../../selinux/policy/policy-services.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { AuditLogWatch, DenialLog } from '../host/ports.ts';
import { createAttribution } from './attribution.ts';
import { createContextMemory } from './context-memory.ts';
import { denialPage } from './denial-page.ts';
import { createExplainer, type ExplainOptions } from './explain-denials.ts';
import { followDenials } from './follow/follow-denials.ts';
import { createDontauditDenials, type DontauditDenials } from './dontaudit-denials.ts';
import type { Denials } from './ports.ts';
import { createDenialMemory } from './store/denial-memory.ts';
import { createDenialStore, type DenialStore } from './store/denial-store.ts';
import { createAuditWaker } from './wake-audit.ts';

export interface DenialsFeature {
  readonly denials: Denials;
  /** Undefined when there is no such group. */
  groupOf(one: DenialCase): DenialGroup | undefined;
  readonly handlers: HandlersOf<OperationsOf<'denial'>>;
  readonly recovery: { readonly 'dontaudit-denials': RecoveryStep };
  close(): void;
}

export interface DenialsFeatureOptions extends Pick<ExplainOptions, 'misplaced' | 'shareable'> {
  readonly containers: Pick<Containers, 'list' | 'contexts'>;
  readonly policy: PolicyServices;
  readonly intents: IntentJournal;
  readonly database: Connection;
  /** Says whether auditd writes its log, and where that is. */
  readonly auditLog: AuditLogWatch;
  readonly auditLogPath: string;
  readonly source: () => DenialLog['source'];
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Seconds of the audit log that are read when the helper starts. */
const historySeconds = 7 * 24 * 3600;

/** The records that are sent after a storm have this text. */
const auditMessage = 'op=bulkhead-deliver what waits in the kernel after many denials';

/** Begins to follow the log at once. */
export function createDenialsFeature(options: DenialsFeatureOptions): DenialsFeature {
  const { containers, policy, intents, log, now, misplaced, shareable } = options;
  const closing = new AbortController();
  const waker = createAuditWaker(() => mustRunProgram('auditctl', ['-m', auditMessage], { timeoutMs: 5000 }));
  const store = openStore(options, () => {
    if (options.source() === 'auditd') waker.notice();
  });
  followLog(store, options, closing.signal);
  const dontauditDenials = createDontauditDenials({
    policy: policy.shownDontaudit,
    sequence: policySequence,
    loadedSize: loadedPolicySize,
    intents,
    transactions: policy.transactions,
    now,
    onTrouble: (error) => log('error', 'dontaudit-denials-not-hidden', { reason: messageOf(error) }),
  });
  const explain = createExplainer({
    groupOf: store.group,
    containers: containers.list,
    policy: policy.process,
    expectedType,
    misplaced,
    shareable,
  });
  return {
    denials: {
      query: store.query,
      watch: store.watch,
      timeline: store.timeline,
      counts: store.counts,
      lost: store.lost,
      keptSince: store.keptSince,
      oldest: store.oldest,
      recorded: store.recorded,
      explain,
    },
    groupOf: store.group,
    handlers: createHandlers({ store, explain, dontauditDenials }),
    recovery: { 'dontaudit-denials': dontauditDenials.recover },
    close() {
      closing.abort();
      waker.close();
      store.save();
      dontauditDenials.close();
    },
  };
}

/** `onNew` is called for each event that comes. */
function openStore(options: DenialsFeatureOptions, onNew: () => void): DenialStore {
  const { containers, database, log, auditLog } = options;
  // On a full disk, only what is not kept is missing at the next start.
  const onUnkept = (error: unknown): void => log('warning', 'denials-not-kept', { reason: messageOf(error) });
  return createDenialStore({
    onNew,
    auditLog,
    attribute: createAttribution({
      contexts: containers.contexts,
      now: Date.now,
      memory: createContextMemory(database, { now: Date.now, onUnkept }),
    }),
    memory: createDenialMemory(database),
    onUnkept,
  });
}

/** Reads the log into the store until the signal aborts. */
function followLog(store: DenialStore, options: DenialsFeatureOptions, signal: AbortSignal): void {
  const { source, now, auditLogPath, log } = options;
  store
    .ingest(
      followDenials({
        source,
        since: now() - historySeconds,
        position: store.position,
        auditLog: auditLogPath,
        signal,
      }),
    )
    .catch((error: unknown) => log('error', 'denials-not-read', { reason: messageOf(error) }));
}

interface HandlerParts {
  readonly store: DenialStore;
  readonly explain: Denials['explain'];
  readonly dontauditDenials: DontauditDenials;
}

function createHandlers({ store, explain, dontauditDenials }: HandlerParts): DenialsFeature['handlers'] {
  return {
    'denial.query': async ({ after, ...query }, { signal }) => denialPage(await store.query(query, signal), after),
    'denial.explain': (one, { signal }) => explain(one, signal),
    'denial.timeline': async (params) => store.timeline(params),
    'denial.show-dontaudit': async ({ minutes }, { signal }) => ({
      until: await dontauditDenials.show(minutes * 60, signal),
    }),
    'denial.hide-dontaudit': async () => {
      await dontauditDenials.hide();
      return {};
    },
    async *'denial.watch-dontaudit'(_, { signal }) {
      for await (const until of dontauditDenials.watch(signal)) yield { until };
      return {};
    },
    async *'denial.watch'(params, { signal }) {
      yield* store.watch(params, signal);
      return {};
    },
  };
}
