// SPDX-License-Identifier: Apache-2.0
/**
 * The notifications of the window: results of operations, with a link where there is one, and failures with their
 * details.
 */

import { create } from 'zustand';
import { isFailure } from '../../contract/errors.ts';
import { textOf } from '../../contract/text.ts';
import type { Route } from '../lib/route.ts';
import { saysAttempt, sentenceOf } from '../lib/sentence.ts';
import { isHostFailure } from './host-failures.ts';
import { t } from '../lib/language/t.ts';

export interface Notification {
  readonly id: number;
  readonly tone: 'done' | 'failed' | 'info';
  readonly text: string;
  /** The host that it is about, where that is one; what it offers is done there. */
  readonly hostId: string | undefined;
  /** More, shown when it is asked for. */
  readonly details: string | undefined;
  readonly link: { readonly label: string; readonly route: Route } | undefined;
  /** What can be done about it right there. */
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
}

interface NotificationsState {
  readonly notifications: readonly Notification[];
}

export const useNotifications = create<NotificationsState>(() => ({ notifications: [] }));

/** The host that a notification is about unless it names one. */
let hostOfWindow: () => string | undefined = () => undefined;

export function noteHostOfWindow(read: () => string | undefined): void {
  hostOfWindow = read;
}

let nextId = 1;
const keptNotifications = 5;

/** Gives its id, by which it can be dismissed. */
export function notify(
  notification: Pick<Notification, 'tone' | 'text'> & Partial<Omit<Notification, 'id' | 'tone' | 'text'>>,
): number {
  const { tone, text, details, link, action, hostId = hostOfWindow() } = notification;
  const id = nextId++;
  useNotifications.setState(({ notifications }) => ({
    notifications: [...notifications, { id, tone, text, hostId, details, link, action }].slice(-keptNotifications),
  }));
  return id;
}

/**
 * Notifies of a failure in its own words, with a link to where more about it is. A dismissed prompt and a cancelled
 * action are no errors.
 */
export function notifyFailure(attempt: string, error: unknown, link?: Notification['link']): void {
  const prompt = promptBefore(error);
  if (prompt === 'dismissed') {
    notify({ tone: 'info', text: t('Nothing was changed: the authentication was dismissed.') });
    return;
  }
  // The operation has notified of its end itself.
  if (error instanceof Error && error.name === 'HostLeftError') return;
  if (isFailure(error, 'cancelled')) {
    notify({ tone: 'info', text: t('Cancelled.') });
    return;
  }
  notify({
    tone: 'failed',
    text: failureText(
      attempt,
      prompt === 'answered' ? new Error(t('polkit did not accept the answer; try again')) : error,
    ),
    details: failureDetails(attempt, error),
    link: isHostFailure(error) ? { label: t('Check the host'), route: { page: 'host-check' } } : link,
    action: actionOf(error instanceof Error ? agains.get(error) : undefined),
  });
}

/** What became of a prompt of polkit in the window. */
type Prompt = 'dismissed' | 'answered';

/** The last prompt for each action, and when it ended. */
const prompts = new Map<string, readonly [Prompt, number]>();
const promptMs = 30_000;

/** A prompt for this action has ended, `org.bulkhead.start-containers`: it is why the action is not authorised then. */
export function notePrompt(action: string, prompt: Prompt): void {
  prompts.set(action.replace(/^org\.bulkhead\./, ''), [prompt, performance.now()]);
}

function promptBefore(error: unknown): Prompt | undefined {
  if (isFailure(error, 'authorisation-dismissed')) return 'dismissed';
  if (!isFailure(error, 'not-authorised')) return undefined;
  const [prompt, at] = prompts.get(error.data.action) ?? [];
  return at !== undefined && performance.now() - at < promptMs ? prompt : undefined;
}

/** What begins again what failed with an error. */
const agains = new WeakMap<Error, () => void>();

/** The notification of this error offers to begin again what failed. */
export function noteAgain(error: unknown, again: () => void): void {
  if (error instanceof Error) agains.set(error, again);
}

export function actionOf(again: (() => void) | undefined): Notification['action'] {
  return again === undefined ? undefined : { label: t('Try again'), run: again };
}

/**
 * A declared failure says itself what could not be done, but for those of every operation: these have the reason alone.
 * Anything else is the cause of what was tried.
 */
export function failureText(attempt: string, error: unknown): string {
  if (isFailure(error, 'container-failed') || isFailure(error, 'engine-cannot') || isFailure(error, 'not-recovered'))
    return sentenceOf(`${attempt}: ${textOf(error.data.reason)}`);
  if (isFailure(error)) return sentenceOf(error.message);
  const cause = error instanceof Error ? error.message : String(error);
  return sentenceOf(saysAttempt(cause) ? cause : `${attempt}: ${cause}`);
}

export function dismissNotification(id: number): void {
  useNotifications.setState(({ notifications }) => ({ notifications: notifications.filter((one) => one.id !== id) }));
}

function failureDetails(attempt: string, error: unknown): string | undefined {
  if (!isFailure(error))
    return error instanceof Error && error.stack !== undefined ? `${attempt}\n${error.stack}` : undefined;
  return `${attempt}\ncode: ${error.code}\n${JSON.stringify(error.data, null, 2)}`;
}
