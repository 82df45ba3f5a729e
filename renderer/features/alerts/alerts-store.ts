// SPDX-License-Identifier: Apache-2.0
/** The alerts and rules of the current host, and what a person does with them. */

import type { Alert, AlertChoice, AlertRule, AlertState } from '../../../contract/model/alerts/alert.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { notify } from '../../window/notifications.ts';
import { attempt } from './attempt.ts';
import { t } from '../../lib/language/t.ts';

export const useAlerts = createHostStore<AlertState>({ rules: [], alerts: [], targets: [] });
registerFeed('alerts', followAlerts);

async function followAlerts(client: Client, onReady: () => void): Promise<void> {
  for await (const state of client.stream('alert.watch', {})) {
    useAlerts.setState(state);
    onReady();
  }
}

/** Resolves to whether it was done; a failure is notified. */
export async function setRule(client: Client, choice: AlertChoice, rule: AlertRule | undefined): Promise<boolean> {
  return attempt(t('cannot save the rule'), () =>
    client.request('alert.set-rule', { choice, ...(rule !== undefined && { rule: rule.id }) }),
  );
}

/** The notification offers to add the rule again. */
export async function removeRule(client: Client, { id, mutedUntil: _, ...choice }: AlertRule): Promise<void> {
  const isDone = await attempt(t('cannot remove the rule'), () => client.request('alert.remove-rule', { rule: id }));
  if (!isDone) return;
  notify({
    tone: 'done',
    text: t('The rule was removed.'),
    action: { label: t('Undo'), run: () => void setRule(client, choice, undefined) },
  });
}

export async function tryRule(client: Client, { id }: AlertRule): Promise<void> {
  await attempt(t('cannot try the rule'), () => client.request('alert.try-rule', { rule: id }));
}

/** 0 seconds end the muting. */
export async function muteRule(client: Client, { id }: AlertRule, seconds: number): Promise<void> {
  await attempt(t('cannot mute the rule'), () => client.request('alert.mute-rule', { rule: id, seconds }));
}

export async function endAlert(client: Client, { id }: Alert): Promise<void> {
  await attempt(t('cannot acknowledge the alert'), () => client.request('alert.end', { alert: id }));
}
