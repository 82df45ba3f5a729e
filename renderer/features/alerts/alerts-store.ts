// SPDX-License-Identifier: Apache-2.0
/** The alerts and rules of the current host, and what a person does with them. */

import {
  type Alert,
  type AlertChoice,
  type AlertRule,
  type AlertState,
  isMuted,
} from '../../../contract/model/alerts/alert.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { announceAlerts, announceCount } from './announce-alerts.ts';

export const useAlerts = createHostStore<AlertState>({ rules: [], alerts: [] });
registerFeed('alerts', followAlerts);

/** The newest alert that this window has seen of the current host; undefined before the first state of it. */
let newestSeen: number | undefined;
onHostLeft(() => {
  newestSeen = undefined;
  announceCount(0);
});

async function followAlerts(client: Client, onReady: () => void): Promise<void> {
  for await (const state of client.stream('alert.watch', {})) {
    takeAlerts(state, Date.now() / 1000);
    onReady();
  }
}

/** Notifies of the alerts that began since the state before; those of before the window was connected are only listed. */
export function takeAlerts(state: AlertState, now: number): void {
  useAlerts.setState(state);
  const newest = Math.max(0, ...state.alerts.map(({ id }) => id));
  const seen = newestSeen ?? newest;
  newestSeen = Math.max(seen, newest);
  const muted = new Set(state.rules.filter((rule) => isMuted(rule, now)).map(({ id }) => id));
  announceAlerts(state.alerts.filter(({ id, rule }) => id > seen && !muted.has(rule)).toReversed());
  announceCount(lastingAlerts(state).length);
}

/** Newest first. */
export function lastingAlerts({ alerts }: AlertState): readonly Alert[] {
  return alerts.filter(({ endedAt }) => endedAt === null);
}

/** Resolves to whether it was done; a failure is notified. */
export async function setRule(client: Client, choice: AlertChoice, rule: AlertRule | undefined): Promise<boolean> {
  return attempt('cannot save the rule', () =>
    client.request('alert.set-rule', { choice, ...(rule !== undefined && { rule: rule.id }) }),
  );
}

/** The notification offers to add the rule again. */
export async function removeRule(client: Client, { id, mutedUntil: _, ...choice }: AlertRule): Promise<void> {
  const isDone = await attempt('cannot remove the rule', () => client.request('alert.remove-rule', { rule: id }));
  if (!isDone) return;
  notify({
    tone: 'done',
    text: 'The rule was removed.',
    action: { label: 'Undo', run: () => void setRule(client, choice, undefined) },
  });
}

export async function tryRule(client: Client, { id }: AlertRule): Promise<void> {
  await attempt('cannot try the rule', () => client.request('alert.try-rule', { rule: id }));
}

/** 0 seconds end the muting. */
export async function muteRule(client: Client, { id }: AlertRule, seconds: number): Promise<void> {
  await attempt('cannot mute the rule', () => client.request('alert.mute-rule', { rule: id, seconds }));
}

export async function endAlert(client: Client, { id }: Alert): Promise<void> {
  await attempt('cannot end the alert', () => client.request('alert.end', { alert: id }));
}

async function attempt(what: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    notifyFailure(what, error);
    return false;
  }
}
