// SPDX-License-Identifier: Apache-2.0
/**
 * Makes changes of policy and labels, and undoes them. In this order: alone (a transaction), explained again, denied
 * unless it is what the caller saw, planned with the state before, written in the journal, done, verified, recorded.
 * What a crash interrupted is undone.
 */

import { fail, Failure, isFailure } from '../../../contract/errors.ts';
import { type GivenChange, type ChangeKind, type ChangeProgress } from '../../../contract/model/policy/change.ts';
import type { DenialCase, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { GivenExplanation, GivenRemedy } from '../../../contract/model/denials/explanation.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say, textOf, type Words } from '../../../contract/text.ts';
import { type ChangeLedger, type RecordedChange, withoutPlan } from '../../journal/change-ledger.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Actor } from '../../server/actor.ts';
import type { PolicyTransactions } from '../../selinux/policy/policy-transaction.ts';
import { ProgramError } from '../../system/programs/run-program.ts';
import { acceptRemedy } from './accept-remedy.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import type { ChangeDriver } from './ports.ts';
import { codeOf } from '../../system/errno.ts';
import { messageOf } from '../../system/message-of.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { IntentData } from '../../journal/intent-kinds.ts';

export interface ChangesOptions {
  readonly ledger: ChangeLedger;
  readonly intents: IntentJournal;
  readonly transactions: PolicyTransactions;
  /** Undefined when there is no such group. */
  readonly groupOf: (one: DenialCase) => DenialGroup | undefined;
  readonly explain: (one: DenialCase, signal: AbortSignal) => Promise<GivenExplanation>;
  readonly drivers: Readonly<Partial<Record<ChangeKind, ChangeDriver>>>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Changes of policy and labels, one at a time. */
export interface Changes {
  apply(
    request: Params<'remedy.apply'>,
    actor: Actor,
    signal: AbortSignal,
  ): AsyncGenerator<ChangeProgress, GivenChange, undefined>;
  undo(id: number, actor: Actor, signal: AbortSignal): AsyncGenerator<ChangeProgress, GivenChange, undefined>;
  /** Lists the changes that are in force. */
  list(): readonly GivenChange[];
  /** Undoes, or finishes undoing, what a crashed helper left. Nothing else is changed before that has ended. */
  recover(): Promise<void>;
}

/** Who asks for a change, its progress, and whether the caller still wants it. */
interface Work {
  readonly actor: Actor;
  readonly tell: (progress: ChangeProgress) => void;
  readonly signal: AbortSignal;
}

interface DrivenChange {
  readonly record: RecordedChange;
  readonly driver: ChangeDriver;
}

const kindOf: Readonly<Partial<Record<GivenRemedy['kind'], ChangeKind>>> = {
  boolean: 'boolean',
  'port-label': 'port-label',
  relabel: 'relabel',
  'volume-label': 'volume-label',
  'own-rule': 'module',
  'serve-port': 'module',
  'connect-port': 'module',
  choice: 'module',
  'share-volume': 'volume',
};

export function createChanges(options: ChangesOptions): Changes {
  return {
    apply: (request, actor, signal) =>
      reportProgress((tell) => {
        tell({ step: 'wait', fraction: 0 });
        return options.transactions.run(() => applyOne(options, request, { actor, tell, signal }), signal);
      }),
    undo: (id, actor, signal) =>
      reportProgress(async (tell) => {
        requireUndoable(options, id);
        tell({ step: 'wait', fraction: 0 });
        return options.transactions.run(() => undoOne(options, id, { actor, tell, signal }), signal);
      }),
    list: () => options.ledger.applied(),
    recover: () => options.transactions.run(() => settle(options), neverAborts),
  };
}

/** Settles what was begun and not ended, by a crash or by a change that failed twice. Idempotent. */
async function settle(options: ChangesOptions): Promise<void> {
  for (const { id, kind, data } of options.intents.pendingOf('apply-change', 'undo-change')) {
    await (kind === 'apply-change' ? settleApply(options, data) : settleUndo(options, data));
    options.intents.release(id);
  }
}

async function settleApply({ ledger, drivers }: ChangesOptions, record: RecordedChange): Promise<void> {
  if (ledger.find(record.id) !== undefined) return;
  const driver = drivers[record.kind];
  await driver?.hold(record.plan, () => driver.revert(record.plan));
  ledger.add({ ...record, state: 'interrupted' });
}

async function settleUndo(
  { ledger, drivers }: ChangesOptions,
  { id, undoneBy }: IntentData<'undo-change'>,
): Promise<void> {
  const record = ledger.find(id);
  if (record?.state !== 'applied') return;
  const driver = drivers[record.kind];
  await driver?.hold(record.plan, () => driver.revert(record.plan));
  ledger.markUndone(id, undoneBy);
}

async function make(
  { intents, ledger }: ChangesOptions,
  { record, driver }: DrivenChange,
  tell: Work['tell'],
): Promise<void> {
  tell({ step: 'change', fraction: 0.3 });
  const intent = intents.begin({ kind: 'apply-change', subject: textOf(record.summary), data: record });
  try {
    await driver.apply(record.plan);
    tell({ step: 'verify', fraction: 0.9 });
    await assertState(driver, record, 'after');
    ledger.add(record);
  } catch (error) {
    await driver.revert(record.plan);
    intents.release(intent);
    throw asFailure(error, record.summary);
  }
  intents.release(intent);
}

async function undoRecorded(
  { intents, ledger }: ChangesOptions,
  { record, driver }: DrivenChange,
  { undoneBy, tell }: { readonly undoneBy: number; readonly tell: Work['tell'] },
): Promise<void> {
  tell({ step: 'change', fraction: 0.3 });
  const intent = intents.begin({
    kind: 'undo-change',
    subject: textOf(record.summary),
    data: { id: record.id, undoneBy },
  });
  try {
    await driver.revert(record.plan);
    tell({ step: 'verify', fraction: 0.9 });
    await assertState(driver, record, 'before');
  } catch (error) {
    // The intent stays: it is tried again before the next change, and at the next start.
    throw asFailure(error, record.summary);
  }
  ledger.markUndone(record.id, undoneBy);
  intents.release(intent);
}

function requireUndoable({ ledger }: ChangesOptions, id: number): RecordedChange {
  const record = ledger.find(id) ?? fail('change-not-found', { id });
  const { state, undoneBy, cannotUndo } = record;
  if (state === 'interrupted')
    fail('change-not-undoable', {
      id,
      reason: say('the helper ended while it was applied, and undid it at its next start'),
    });
  if (state === 'undone')
    fail('change-not-undoable', {
      id,
      reason: say('it was undone already, by entry {undoneBy}', { undoneBy: undoneBy ?? 0 }),
    });
  if (cannotUndo !== null) fail('change-not-undoable', { id, reason: cannotUndo });
  return record;
}

/** No other change runs. The signal is checked until the first effect. */
async function applyOne(
  options: ChangesOptions,
  { remedy: id, seen, acceptsUnknown, ...one }: Params<'remedy.apply'>,
  { actor, tell, signal }: Work,
): Promise<GivenChange> {
  await settle(options);
  tell({ step: 'check', fraction: 0.1 });
  const explanation = await options.explain(one, signal);
  const remedy = acceptRemedy(explanation, { remedy: id, seen, acceptsUnknown });
  const kind = kindOf[remedy.kind];
  const driver = kind === undefined ? undefined : options.drivers[kind];
  if (kind === undefined || driver === undefined)
    fail('remedy-not-applicable', {
      remedy: remedy.id,
      reason: say('this helper cannot apply remedies of this kind'),
    });
  const container = options.groupOf(one)?.sample.container ?? null;
  const { change, before, cannotUndo, plan } = await driver.plan({ remedy, explanation, container }, signal);
  signal.throwIfAborted();
  const { activity, uid, user } = actor;
  const made = { id: activity, uid, user, madeAt: options.now(), state: 'applied', undoneBy: null } as const;
  const record: RecordedChange = {
    ...made,
    kind,
    summary: remedy.summary,
    change: [...change],
    before: [...before],
    group: one.group,
    container,
    cannotUndo,
    plan,
  };
  await driver.hold(plan, () => make(options, { record, driver }, tell));
  return withoutPlan(record);
}

async function undoOne(
  options: ChangesOptions,
  id: number,
  { actor: { activity: undoneBy }, tell, signal }: Work,
): Promise<GivenChange> {
  await settle(options);
  tell({ step: 'check', fraction: 0.1 });
  const record = requireUndoable(options, id);
  const driver =
    options.drivers[record.kind] ??
    fail('change-not-undoable', { id, reason: say('this helper cannot undo changes of this kind') });
  await driver.hold(record.plan, async () => {
    const readState = await driver.readState(record.plan);
    if (readState.state === 'other') fail('change-not-undoable', { id, reason: readState.words });
    signal.throwIfAborted();
    await undoRecorded(options, { record, driver }, { undoneBy, tell });
  });
  return withoutPlan({ ...record, state: 'undone', undoneBy });
}

async function assertState(
  driver: ChangeDriver,
  { plan, summary }: RecordedChange,
  wanted: 'before' | 'after',
): Promise<void> {
  const readState = await driver.readState(plan);
  if (readState.state === wanted) return;
  fail('change-failed', {
    summary,
    reason: readState.state === 'other' ? readState.words : say('the host is as it was'),
  });
}

function asFailure(error: unknown, summary: Words): unknown {
  if (isFailure(error)) return error;
  return error instanceof ProgramError || codeOf(error) !== undefined
    ? new Failure('change-failed', { summary, reason: messageOf(error) })
    : error;
}
