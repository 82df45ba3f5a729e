// SPDX-License-Identifier: Apache-2.0
/** The words for remedies, and for how far a change of policy or labels is. */

import type { Change, ChangeProgress } from '../../../../contract/model/policy/change.ts';
import type { Remedy } from '../../../../contract/model/denials/explanation.ts';

const titles: Readonly<Record<Remedy['kind'], string>> = {
  leave: 'Leave it denied',
  relabel: 'Relabel a file',
  'volume-label': 'Give it the label of its volume',
  'share-volume': 'Share a volume',
  'port-label': 'Label a port',
  boolean: 'Set a boolean',
  'connect-port': 'Let the container connect to ports of this type',
  choice: 'Allow a choice of this container',
  'own-rule': "Add a rule to the container's own module",
  'serve-port': 'Let the container listen on the port',
};

/** Whom a remedy is about. */
export const reachLabels: Readonly<Record<Remedy['reach'], string>> = {
  container: 'this container only',
  containers: 'other containers too',
  host: 'the whole host',
};

export function remedyTitle(kind: Remedy['kind']): string {
  return titles[kind];
}

export const changeStepLabels: Readonly<Record<ChangeProgress['step'], string>> = {
  wait: 'Wait for other policy changes',
  check: 'Read the current setting',
  change: 'Apply the change',
  verify: 'Verify the change',
};

/** What became of a change; undefined when it is in force and can be undone. */
export function changeFate({ state, undoneBy, cannotUndo }: Change): string | undefined {
  if (state === 'undone') return `Undone by entry ${undoneBy}`;
  if (state === 'interrupted') return 'Interrupted and undone';
  return cannotUndo === null ? undefined : `Cannot be undone: ${cannotUndo}`;
}
