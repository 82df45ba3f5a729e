// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what is sent to which target, and when. Notices that come within a minute become one message. What is begun is
 * in the database before it is sent, so a message that fails, or is cut off by the end of the helper, is tried again.
 */

import type { Alert } from '../../../../contract/model/alerts/alert.ts';
import { isMuted } from '../../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../../contract/model/alerts/alert-kinds.ts';
import type { Delivery, DeliveryAnswer, Message } from '../../../notifier/delivery.ts';
import { messageOf } from '../../../system/message-of.ts';
import { type Sender, writeMessage, writeTest } from './alert-message.ts';
import { type Batch, maxNotices, type Notice, type StoredTarget, type TargetBook } from './target-book.ts';

export interface Outbox {
  /** An alert began or ended: it waits for each target that wants it. */
  add(event: Notice['event'], alert: Alert): void;
  /** Begins to send what is due; call it every few seconds. Resolves when all that it began has ended. */
  sendDue(): Promise<void>;
  /** Sends a test at once, whatever the state of the target. */
  sendTest(target: StoredTarget): Promise<DeliveryAnswer>;
}

export interface OutboxOptions {
  readonly book: TargetBook;
  readonly host: string;
  /** Rejects when the notifier cannot be reached. */
  readonly send: (delivery: Delivery) => Promise<DeliveryAnswer>;
  /** Called when a message was sent, or is tried no more: for the activity log. */
  readonly onSettled: (target: StoredTarget, alerts: number, answer: DeliveryAnswer) => void;
  /** Called after each failed attempt. */
  readonly onFailed: (target: StoredTarget, attempt: number, reason: string) => void;
  readonly onChange: () => void;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** Seconds between the beginnings of two messages to one target. */
export const minIntervalSeconds = 60;
/** Seconds before the next attempt; the last one goes on. */
const delays = [30, 120, 600, 1800, 7200] as const;
const maxDelay = 7200;
/** Seconds for which a message is tried. */
export const maxTryingSeconds = 86_400;
/** Messages that are sent at the same time. */
const maxSending = 4;

interface OutboxState extends OutboxOptions {
  readonly sending: Set<number>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const outbox: OutboxState = { ...options, sending: new Set<number>() };
  return {
    add: (event, alert) => addNotice(outbox, event, alert),
    async sendDue() {
      const due = outbox.book.targets().filter((target) => isDue(outbox, target));
      await Promise.all(
        due.slice(0, Math.max(0, maxSending - outbox.sending.size)).map((target) => sendBatch(outbox, target)),
      );
    },
    sendTest: (target) => sendTest(outbox, target),
  };
}

function isDue(outbox: OutboxState, target: StoredTarget): boolean {
  const { id, isEnabled, batch, begunAt } = target;
  if (!isEnabled || isMuted(target, outbox.now()) || outbox.sending.has(id) || outbox.book.notices(id).length === 0)
    return false;
  if (batch !== null) return hasPassed(outbox, batch.nextAttemptAt, maxDelay);
  return begunAt === null || hasPassed(outbox, begunAt + minIntervalSeconds, minIntervalSeconds);
}

/**
 * Says whether a time has passed, also when the clock was set back, so that the time is further away than it can be.
 */
function hasPassed({ now }: OutboxState, time: number, longest: number): boolean {
  return now() >= time || time - now() > longest;
}

/** Writes the attempt before anything is sent: one that is cut off counts as one that failed. */
function beginAttempt(
  { book, now, newId }: OutboxState,
  target: StoredTarget,
): { readonly begun: StoredTarget; readonly batch: Batch } {
  const { batch: before } = target;
  const attempts = (before?.attempts ?? 0) + 1;
  const upTo = before?.upTo ?? book.notices(target.id).at(-1)?.id ?? 0;
  const nextAttemptAt = now() + (delays[attempts - 1] ?? maxDelay);
  const first = before ?? { id: newId(), begunAt: now(), uncounted: target.uncounted };
  const batch = { ...first, upTo, attempts, nextAttemptAt };
  const begun = { ...target, batch, begunAt: now() };
  book.note(begun);
  return { begun, batch };
}

async function sendBatch(outbox: OutboxState, target: StoredTarget): Promise<void> {
  const { begun, batch } = beginAttempt(outbox, target);
  const notices = outbox.book.notices(target.id).filter(({ id }) => id <= batch.upTo);
  const alerts = notices.length + batch.uncounted;
  const answer = await attempt(
    outbox,
    begun,
    writeMessage(notices, batch.uncounted, describeSender(outbox, begun, batch)),
  );
  const current = outbox.book.find(target.id);
  // It was removed, muted, switched off or changed meanwhile.
  if (current?.batch?.id !== batch.id) return;
  const last = { at: outbox.now(), alerts, ...answer };
  const isOver = answer.outcome === 'sent' || outbox.now() - batch.begunAt >= maxTryingSeconds;
  if (isOver) {
    outbox.book.dropNotices(target.id, batch.upTo);
    outbox.book.note({ ...current, last, batch: null, uncounted: current.uncounted - batch.uncounted });
    outbox.onSettled(current, alerts, answer);
  } else outbox.book.note({ ...current, last });
  outbox.onChange();
}

function describeSender(
  { host }: OutboxState,
  { name }: StoredTarget,
  { id, begunAt: at }: Pick<Batch, 'id' | 'begunAt'>,
): Sender {
  return { host, target: name, id, at };
}

async function attempt(outbox: OutboxState, target: StoredTarget, message: Message): Promise<DeliveryAnswer> {
  const { id, route } = target;
  outbox.sending.add(id);
  try {
    const answer = await outbox.send({ route, message });
    if (answer.outcome === 'failed') outbox.onFailed(target, target.batch?.attempts ?? 0, answer.detail);
    return answer;
  } catch (error) {
    const reason = `the notifier does not work: ${messageOf(error)}`;
    outbox.onFailed(target, target.batch?.attempts ?? 0, reason);
    return { outcome: 'failed', detail: reason.slice(0, 500) };
  } finally {
    outbox.sending.delete(id);
  }
}

function isWanted(target: StoredTarget, { event, alert }: Omit<Notice, 'id'>, now: number): boolean {
  const isSevere = alertKindOf(alert.kind).severity === 'critical';
  return (
    target.isEnabled &&
    !isMuted(target, now) &&
    (isSevere || !target.isCriticalOnly) &&
    (event === 'begun' || target.withEnds)
  );
}

function addNotice(outbox: OutboxState, event: Notice['event'], alert: Alert): void {
  for (const target of outbox.book.targets().filter((one) => isWanted(one, { event, alert }, outbox.now())))
    if (outbox.book.notices(target.id).length < maxNotices) outbox.book.addNotice(target.id, { event, alert });
    else outbox.book.note({ ...target, uncounted: target.uncounted + 1 });
}

async function sendTest(outbox: OutboxState, target: StoredTarget): Promise<DeliveryAnswer> {
  const answer = await attempt(
    outbox,
    target,
    writeTest(describeSender(outbox, target, { id: outbox.newId(), begunAt: outbox.now() })),
  );
  const current = outbox.book.find(target.id);
  if (current === undefined) return answer;
  const last = { at: outbox.now(), alerts: 0, ...answer };
  // What failed before is tried again at once, since it works now.
  const batch =
    current.batch !== null && answer.outcome === 'sent'
      ? { ...current.batch, nextAttemptAt: outbox.now() }
      : current.batch;
  outbox.book.note({ ...current, last, batch });
  outbox.onChange();
  return answer;
}
