// SPDX-License-Identifier: Apache-2.0
/**
 * Applies remedies and takes changes back: each an operation of the window, which ends in a notification that offers
 * the way back, as the denial itself does.
 */

import type { Remedy } from '../../../../contract/model/denials/explanation.ts';
import { type BooleanSetting, daysOfReplay, type Replay } from '../../../../contract/model/policy/replay.ts';
import type { Client } from '../../../../rpc/client.ts';
import { changeStepLabels } from './remedy-labels.ts';
import { forgetApplied, type MadeChange, noteApplied } from './applied-remedies.ts';
import { memberOfDenial } from '../denials.ts';
import { currentClient, shownHostId, useConnection, wakeClient } from '../../../host/connection.ts';
import { type ExplainTarget, explainGroup, forgetExplanation } from './explanations.ts';
import { dismissNotification, notify, notifyFailure } from '../../../window/notifications.ts';
import { createHostStore } from '../../../host/host-stores.ts';
import { HostLeftError, operationOn, startOperation, useOperations } from '../../../host/operations.ts';
import { sentenceOf } from '../../../lib/sentence.ts';
import { t } from '../../../lib/language/t.ts';

/** Is the subject of such operations, which are about no container: no container is busy because of them. */
const policySubject = 'policy-and-labels';

/** Why no change can be undone now; undefined when one can. */
export function useUndoReason(): string | undefined {
  const isChanging = useOperations(operationOn(policySubject)) !== undefined;
  return isChanging ? t('A change of policy or labels is in progress. Wait until it has ended.') : undefined;
}

/** Applies a remedy as it is shown, and asks the policy again about what it was for. */
export async function applyRemedy(
  target: ExplainTarget,
  remedy: Remedy,
  { acceptsUnknown }: { readonly acceptsUnknown: boolean },
): Promise<void> {
  const { group, container } = target;
  const hostId = memberOfDenial(group, container) ?? shownHostId();
  const seen = { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level };
  try {
    const change = await startOperation({
      title: t('Applying: {summary}', { summary: remedy.summary }),
      subject: policySubject,
      activeLabel: t('changing'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = clientAt(hostId).stream(
          'remedy.apply',
          { group, ...(container !== null && { container }), remedy: remedy.id, seen, acceptsUnknown },
          { signal },
        );
        for await (const { step, fraction } of stream) progress(changeStepLabels[step], fraction);
        return stream.result;
      },
    }).result;
    noteApplied(group, { ...change, hostId });
    const offer = notify({
      tone: 'done',
      text: t('Applied: {summary}', { summary: sentenceOf(change.summary) }),
      ...(change.cannotUndo === null && {
        action: { label: t('Undo'), run: () => void undoChange({ ...change, hostId }) },
      }),
    });
    useOffers.setState(({ byChange }) => ({ byChange: new Map(byChange).set(keyOf({ ...change, hostId }), offer) }));
  } catch (error) {
    if (error instanceof HostLeftError) return;
    notifyFailure(t('cannot apply the remedy'), error);
  }
  await askAgain(target);
}

/** Asks the host that the denial is of what the boolean would have changed in what was recorded. */
export function replayBoolean(
  { group, container }: ExplainTarget,
  boolean: BooleanSetting,
  signal: AbortSignal,
): Promise<Replay> {
  const hostId = memberOfDenial(group, container) ?? shownHostId();
  return clientAt(hostId).request('policy.replay', { boolean, days: daysOfReplay }, { signal });
}

/** The number of a change is that of the host that made it. */
export async function undoChange({
  id,
  summary,
  group,
  container,
  hostId = shownHostId(),
}: Pick<MadeChange, 'id' | 'summary' | 'group' | 'container' | 'hostId'>): Promise<void> {
  try {
    await startOperation({
      title: t('Undoing: {summary}', { summary }),
      subject: policySubject,
      activeLabel: t('changing'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = clientAt(hostId).stream('activity.undo', { id }, { signal });
        for await (const { step, fraction } of stream) progress(changeStepLabels[step], fraction);
        return stream.result;
      },
    }).result;
    forgetApplied({ id, hostId });
    withdrawOffer({ id, hostId });
    notify({ tone: 'done', text: t('Undone: {summary}', { summary: sentenceOf(summary) }) });
  } catch (error) {
    if (error instanceof HostLeftError) return;
    notifyFailure(t('cannot undo the change'), error);
  }
  if (group !== null) await askAgain({ group, container });
}

/** The shown host, or another member of its cluster, to which a password may be asked for. */
function clientAt(hostId: string | undefined): Client {
  if (hostId === undefined || hostId === shownHostId()) return currentClient();
  const client = wakeClient(hostId);
  if (client === undefined) throw new Error(t('cannot do this: there is no connection to the host'));
  return client;
}

function keyOf({ id, hostId }: Pick<MadeChange, 'id' | 'hostId'>): string {
  return `${hostId ?? ''} ${String(id)}`;
}

/** The notifications that offer to undo a change, by the change. */
const useOffers = createHostStore<{ readonly byChange: ReadonlyMap<string, number> }>({ byChange: new Map() });

/** What has been undone, from wherever, is not offered any more. */
function withdrawOffer(change: Pick<MadeChange, 'id' | 'hostId'>): void {
  const offer = useOffers.getState().byChange.get(keyOf(change));
  if (offer !== undefined) dismissNotification(offer);
}

/** It may be allowed now, or something else be proposed. After a reconnect the drawer asks by itself. */
async function askAgain(target: ExplainTarget): Promise<void> {
  forgetExplanation(target);
  const { connection } = useConnection.getState();
  if (connection.status === 'connected') await explainGroup(connection.client, target);
}
