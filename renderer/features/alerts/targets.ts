// SPDX-License-Identifier: Apache-2.0
/** What a person does with the targets of alerts of the current host. */

import type { AlertTarget, AlertTargetChoice } from '../../../contract/model/alerts/alert-target.ts';
import type { Client } from '../../../rpc/client.ts';
import { notify } from '../../window/notifications.ts';
import { attempt } from './attempt.ts';
import { t } from '../../lib/language/t.ts';

/** Resolves to whether it was done; a failure is notified. */
export async function setTarget(
  client: Client,
  choice: AlertTargetChoice,
  target: AlertTarget['id'] | undefined,
): Promise<boolean> {
  return attempt(t('cannot save the target'), () =>
    client.request('alert.set-target', { choice, ...(target !== undefined && { target }) }),
  );
}

/** What is secret of the target stays as it is. */
export async function switchTarget(client: Client, target: AlertTarget): Promise<void> {
  await setTarget(client, { ...choiceOf(target), isEnabled: !target.isEnabled }, target.id);
}

/** A mail can be added again from the notification. What is secret of a webhook is gone. */
export async function removeTarget(client: Client, target: AlertTarget): Promise<void> {
  const isDone = await attempt(t('cannot remove the target'), () =>
    client.request('alert.remove-target', { target: target.id }),
  );
  if (!isDone) return;
  notify({
    tone: 'done',
    text: t('The target {name} was removed.', { name: target.name }),
    ...(target.route.by === 'mail' && {
      action: { label: t('Undo'), run: () => void setTarget(client, choiceOf(target), undefined) },
    }),
  });
}

export async function tryTarget(client: Client, { id, name }: AlertTarget): Promise<void> {
  await attempt(t('cannot send a test to {name}', { name }), async () => {
    const { last } = await client.request('alert.try-target', { target: id });
    notify({ tone: 'done', text: t('The test to {name} was sent: {detail}.', { name, detail: last?.detail ?? '' }) });
  });
}

/** 0 seconds end the muting. */
export async function muteTarget(client: Client, { id }: AlertTarget, seconds: number): Promise<void> {
  await attempt(t('cannot mute the target'), () => client.request('alert.mute-target', { target: id, seconds }));
}

function choiceOf({ name, route, isCriticalOnly, withEnds, isEnabled }: AlertTarget): AlertTargetChoice {
  return { name, isCriticalOnly, withEnds, isEnabled, route: route.by === 'mail' ? route : { by: 'webhook' } };
}
