/** The names of operations and outcomes, as the activity log and notifications say them. */

import type { Activity } from '../../contract/model/activity.ts';
import type { CreationStep } from '../../contract/operations/container.ts';
import { type ChangingOperation, isChangingOperation } from '../../contract/operations/index.ts';

const operations: Readonly<Record<ChangingOperation, readonly [done: string, tried: string]>> = {
  'container.create': ['Created', 'create'],
  'container.start': ['Started', 'start'],
  'container.stop': ['Stopped', 'stop'],
  'container.restart': ['Restarted', 'restart'],
  'container.freeze': ['Froze', 'freeze'],
  'container.unfreeze': ['Thawed', 'thaw'],
  'container.configure': ['Changed limits of', 'change limits of'],
  'container.remove': ['Removed', 'remove'],
  'remedy.apply': ['Applied a remedy on', 'apply a remedy on'],
  'activity.undo': ['Took back a change on', 'take back a change on'],
  'denial.reveal': ['Let hidden denials be logged', 'let hidden denials be logged'],
  'denial.conceal': ['Hid denials again', 'hide denials again'],
  'volume.attach': ['Attached a volume to', 'attach a volume to'],
  'volume.detach': ['Detached a volume from', 'detach a volume from'],
  'wall.separate': ['Gave new categories to', 'give new categories to'],
  'wall.remount': ['Mounted anew the root of', 'mount anew the root of'],
  'wall.stop': ['Killed', 'kill'],
  'cost.measure': ['Measured what the walls cost', 'measure what the walls cost'],
  'drill.run': ['Ran the isolation drill on', 'run the isolation drill on'],
  'container.confine': ['Changed the confinement of', 'change the confinement of'],
  'label.restore': ['Restored labels of', 'restore labels of'],
  'policy.install': ['Installed a policy module of', 'install a policy module of'],
  'policy.revert': ['Reverted the policy module of', 'revert the policy module of'],
  'policy.adopt': ['Installed learned rules of', 'install learned rules of'],
  'drill.container': ['Ran the isolation drill on', 'run the isolation drill on'],
  'drill.schedule': ['Scheduled the nightly drill', 'schedule the nightly drill'],
  'drill.unschedule': ['Disabled the nightly drill', 'disable the nightly drill'],
  'console.open': ['Opened a terminal in', 'open a terminal in'],
};

/**
 * `container.start` gives `Started`, or `Tried to start` when it did not come to that; an operation of a newer helper
 * stays as it is.
 */
export function operationLabel(operation: string, outcome: Activity['outcome'] = 'done'): string {
  if (!isChangingOperation(operation)) return operation;
  const [done, tried] = operations[operation];
  if (outcome === 'done' || outcome === 'ended') return done;
  return outcome === 'running' ? `Began to ${tried}` : `Tried to ${tried}`;
}

export const outcomeLabels: Readonly<Record<Activity['outcome'], string>> = {
  running: 'Under way',
  done: 'Done',
  ended: 'Ended',
  failed: 'Failed',
  refused: 'Refused',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const creationStepLabels: Readonly<Record<CreationStep, string>> = {
  check: 'Check name, image, volumes, ports and policy',
  reserve: 'Reserve categories and user ids',
  policy: 'Compile and load its policy module',
  'prepare-image': 'Prepare the image',
  mount: 'Mount with its own label',
  configure: 'Write the LXC configuration',
  volumes: 'Label the files of its volumes',
  start: 'Start its init',
  verify: 'Verify the context of its init',
};
