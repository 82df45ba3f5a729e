// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the state of containers, after a question where the contract wants one. Every button, menu and command comes
 * here, so that the same is asked everywhere.
 */

import { askedChange, type AskedChange, isOptional, type StateChange } from '../../../../contract/confirmations.ts';
import { addPart } from '../../../lib/parts.ts';
import { openDialog, type ChosenContainers } from '../../../window/dialogs.ts';
import { notifyFailure } from '../../../window/notifications.ts';
import { useSettings } from '../../../window/preferences.ts';
import { t } from '../../../lib/language/t.ts';

/** Asks where this change of these containers asks, and makes it. */
export function changeState(change: StateChange, chosen: ChosenContainers): void {
  const asked = askedChange(change, chosen.names.length);
  if (change === 'remove' || asked === 'remove') openDialog({ kind: 'remove', ...chosen });
  else if (asked !== undefined && !isTurnedOff(asked)) openDialog({ kind: 'confirm', change: asked, ...chosen });
  else void runChange(change, chosen.names);
}

/** Says whether the person has chosen not to be asked. */
function isTurnedOff(change: AskedChange): boolean {
  return isOptional(change) && useSettings.getState()[`confirm.${change}`] === 'act';
}

/** The first picture needs neither its words nor what runs it. */
const loadBulk = () => import('./bulk.ts');
addPart(loadBulk);

async function runChange(change: Exclude<StateChange, 'remove'>, names: readonly string[]): Promise<void> {
  try {
    const { bulkActions, runBulk } = await loadBulk();
    await runBulk(bulkActions[change], names);
  } catch (error) {
    notifyFailure(t('cannot load a part of the window'), error);
  }
}
