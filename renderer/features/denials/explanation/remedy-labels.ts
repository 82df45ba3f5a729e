// SPDX-License-Identifier: Apache-2.0
/** The words for remedies, and for how far a change of policy or labels is. */

import type { Change, ChangeProgress } from '../../../../contract/model/policy/change.ts';
import type { Remedy } from '../../../../contract/model/denials/explanation.ts';
import { t } from '../../../lib/language/t.ts';

const titles: Readonly<Record<Remedy['kind'], string>> = {
  leave: t('Leave it denied'),
  relabel: t('Relabel a file'),
  'volume-label': t('Give it the label of its volume'),
  'share-volume': t('Share a volume'),
  'port-label': t('Label a port'),
  boolean: t('Set a boolean'),
  'connect-port': t('Let the container connect to ports of this type'),
  choice: t('Allow a choice of this container'),
  'own-rule': t("Add a rule to the container's own module"),
  'serve-port': t('Let the container listen on the port'),
};

/** Whom a remedy is about. */
export const reachLabels: Readonly<Record<Remedy['reach'], string>> = {
  container: t('this container only'),
  containers: t('other containers too'),
  host: t('the whole host'),
};

export function remedyTitle(kind: Remedy['kind']): string {
  return titles[kind];
}

export const changeStepLabels: Readonly<Record<ChangeProgress['step'], string>> = {
  wait: t('Wait for other policy changes'),
  check: t('Read the current setting'),
  change: t('Apply the change'),
  verify: t('Verify the change'),
};

/** What became of a change; undefined when it is in force and can be undone. */
export function changeFate({ state, undoneBy, cannotUndo }: Change): string | undefined {
  if (state === 'undone') return t('Undone by entry {undoneBy}', { undoneBy: undoneBy ?? '' });
  if (state === 'interrupted') return t('Interrupted and undone');
  return cannotUndo === null ? undefined : t('Cannot be undone: {cannotUndo}', { cannotUndo });
}
