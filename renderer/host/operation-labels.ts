// SPDX-License-Identifier: Apache-2.0
/** The names of operations and outcomes, as the activity log and notifications say them. */

import type { Activity } from '../../contract/model/activity.ts';
import { alertActivity } from '../../contract/model/alerts/alert-activity.ts';
import { verdictActivity } from '../../contract/model/isolation/verdict-activity.ts';
import type { CreationStep } from '../../contract/wording/creation-steps.ts';
import { t } from '../lib/language/t.ts';
import { changeTextsOf } from './change-texts.ts';

/** The helper's own doing. */
const ownLabels: ReadonlyMap<string, string> = new Map([
  [alertActivity.begun, t('Alert of')],
  [alertActivity.ended, t('End of an alert of')],
  [alertActivity.sent, t('Sending of alerts of')],
  [verdictActivity.lost, t('No longer isolated:')],
  [verdictActivity.regained, t('Isolated again:')],
]);

/**
 * `container.start` gives `Started`, or `Tried to start` when it did not come to that; an operation of a newer helper
 * stays as it is.
 */
export function operationLabel(operation: string, outcome: Activity['outcome'] = 'done'): string {
  const texts = changeTextsOf(operation);
  if (texts === undefined) return ownLabels.get(operation) ?? operation;
  const { done, begun, tried } = texts;
  if (outcome === 'done' || outcome === 'ended') return done;
  return outcome === 'running' ? begun : tried;
}

export const outcomeLabels: Readonly<Record<Activity['outcome'], string>> = {
  running: t('In progress'),
  done: t('Done'),
  ended: t('Ended'),
  failed: t('Failed'),
  denied: t('Denied'),
  cancelled: t('Cancelled'),
  interrupted: t('Interrupted'),
};

export const creationStepLabels: Readonly<Record<CreationStep, string>> = {
  check: t('Check name, image, volumes, ports and policy'),
  reserve: t('Reserve categories and user IDs'),
  policy: t('Compile and load its policy module'),
  'prepare-image': t('Prepare the image'),
  'copy-files': t('Copy the files of the other container'),
  mount: t('Mount the root with its own label'),
  configure: t('Write the LXC configuration'),
  volumes: t('Label the files of its volumes'),
  start: t('Start the container'),
  verify: t('Verify its SELinux context'),
};
