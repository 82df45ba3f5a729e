/** The names of operations and outcomes, as the activity log and notifications say them. */

import type { Activity } from '../../contract/model/activity.ts';
import type { CreationStep } from '../../contract/operations/container.ts';

const operations: Readonly<Record<string, string>> = {
  'container.create': 'Created',
  'container.start': 'Started',
  'container.stop': 'Stopped',
  'container.restart': 'Restarted',
  'container.freeze': 'Froze',
  'container.unfreeze': 'Thawed',
  'container.configure': 'Changed limits of',
  'container.remove': 'Removed',
  'console.open': 'Opened a terminal in',
};

/** `container.start` gives `Started`; an operation of a newer helper stays as it is. */
export function operationWord(operation: string): string {
  return operations[operation] ?? operation;
}

export const outcomeWords: Readonly<Record<Activity['outcome'], string>> = {
  running: 'Under way',
  done: 'Done',
  failed: 'Failed',
  refused: 'Refused',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const creationStepWords: Readonly<Record<CreationStep, string>> = {
  check: 'Check name, image and policy',
  reserve: 'Reserve categories and user ids',
  'prepare-image': 'Prepare the image',
  mount: 'Mount with its own label',
  configure: 'Write the LXC configuration',
  start: 'Start its init',
  verify: 'Verify the context of its init',
};
