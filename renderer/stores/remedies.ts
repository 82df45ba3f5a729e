/** Applies remedies and takes changes back: each an operation of the window, which ends in a notification that offers the way back. */

import type { Change } from '../../contract/model/change.ts';
import type { Remedy } from '../../contract/model/explanation.ts';
import { changeStepWords } from '../model/remedy-words.ts';
import { currentClient, useConnection } from './connection.ts';
import { type Asked, explainGroup } from './explanations.ts';
import { notify, notifyFailure } from './notifications.ts';
import { startOperation } from './operations.ts';

/** Not a container: no container is busy because of it. */
export const policySubject = 'policy and labels';

export async function applyRemedy(asked: Asked, remedy: Remedy): Promise<void> {
  const { group, container } = asked;
  const seen = { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level };
  try {
    const change = await startOperation({
      title: `Applying: ${remedy.summary}`,
      subject: policySubject,
      gerund: 'changing',
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = currentClient().stream('remedy.apply', { group, ...(container !== null && { container }), remedy: remedy.id, seen }, { signal });
        for await (const { step, fraction } of stream) progress(changeStepWords[step], fraction);
        return stream.result;
      },
    }).result;
    notify({ tone: 'done', text: `Applied: ${change.summary}`, ...(change.cannotUndo === null && { act: { label: 'Undo', run: () => void undoChange(change) } }) });
  } catch (error) {
    notifyFailure('cannot apply the remedy', error);
  }
  // What it was about may be allowed now, or be proposed otherwise.
  await explainAgain(asked);
}

export async function undoChange({ id, summary, group, container }: Pick<Change, 'id' | 'summary' | 'group' | 'container'>): Promise<void> {
  try {
    await startOperation({
      title: `Undoing: ${summary}`,
      subject: policySubject,
      gerund: 'changing',
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = currentClient().stream('activity.undo', { id }, { signal });
        for await (const { step, fraction } of stream) progress(changeStepWords[step], fraction);
        return stream.result;
      },
    }).result;
    notify({ tone: 'done', text: `Undone: ${summary}` });
  } catch (error) {
    notifyFailure('cannot undo the change', error);
  }
  if (group !== null) await explainAgain({ group, container });
}

/** After a reconnect the drawer asks by itself. */
async function explainAgain(asked: Asked): Promise<void> {
  const { connection } = useConnection.getState();
  if (connection.status === 'connected') await explainGroup(connection.client, asked);
}
