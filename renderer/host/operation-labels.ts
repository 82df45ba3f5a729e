// SPDX-License-Identifier: Apache-2.0
/** The names of operations and outcomes, as the activity log and notifications say them. */

import type { Activity } from '../../contract/model/activity.ts';
import { alertActivity } from '../../contract/model/alerts/alert-activity.ts';
import type { CreationStep } from '../../contract/operations/container.ts';
import { type ChangingOperation, isChangingOperation } from '../../contract/operations/index.ts';

interface ChangeLabel {
  /** "Started", before the name of the subject. */
  readonly done: string;
  /** "start", as in "Tried to start". */
  readonly verb: string;
}

const changes: Readonly<Record<ChangingOperation, ChangeLabel>> = {
  'container.create': { done: 'Created', verb: 'create' },
  'container.confine': { done: 'Changed confinement of', verb: 'change confinement of' },
  'container.start': { done: 'Started', verb: 'start' },
  'container.stop': { done: 'Stopped', verb: 'stop' },
  'container.restart': { done: 'Restarted', verb: 'restart' },
  'container.freeze': { done: 'Froze', verb: 'freeze' },
  'container.unfreeze': { done: 'Unfrozen', verb: 'unfreeze' },
  'container.configure': { done: 'Changed limits of', verb: 'change limits of' },
  'container.change-settings': { done: 'Changed settings of', verb: 'change settings of' },
  'container.tag': { done: 'Changed tags of', verb: 'change tags of' },
  'container.rename': { done: 'Renamed', verb: 'rename' },
  'container.remove': { done: 'Removed', verb: 'remove' },
  'container.export': { done: 'Exported', verb: 'export' },
  'container.import': { done: 'Imported the container', verb: 'import the container' },
  'file.write': { done: 'Wrote a file of', verb: 'write a file of' },
  'file.make-folder': { done: 'Made a folder in', verb: 'make a folder in' },
  'file.rename': { done: 'Renamed a file of', verb: 'rename a file of' },
  'file.remove': { done: 'Removed a file of', verb: 'remove a file of' },
  'file.change': { done: 'Changed owner or mode of a file of', verb: 'change owner or mode of a file of' },
  'container.adopt': { done: 'Adopted', verb: 'adopt' },
  'container.restore-original': { done: 'Restored the original of', verb: 'restore the original of' },
  'container.remove-original': { done: 'Removed the original of', verb: 'remove the original of' },
  'snapshot.take': { done: 'Took a snapshot of', verb: 'take a snapshot of' },
  'snapshot.restore': { done: 'Restored a snapshot of', verb: 'restore a snapshot of' },
  'snapshot.remove': { done: 'Removed a snapshot of', verb: 'remove a snapshot of' },
  'image.import': { done: 'Imported the image', verb: 'import the image' },
  'image.make': { done: 'Made an image of', verb: 'make an image of' },
  'image.describe': { done: 'Described the image', verb: 'describe the image' },
  'image.remove': { done: 'Removed the image', verb: 'remove the image' },
  'snapshot.schedule': { done: 'Scheduled snapshots of', verb: 'schedule snapshots of' },
  'snapshot.unschedule': { done: 'Ended the schedule of snapshots of', verb: 'end the schedule of snapshots of' },
  'port.publish': { done: 'Published a port of', verb: 'publish a port of' },
  'port.unpublish': { done: 'Ended the publication of a port of', verb: 'end the publication of a port of' },
  'network.link': { done: 'Linked another container with', verb: 'link another container with' },
  'network.unlink': { done: 'Ended a link of', verb: 'end a link of' },
  'remedy.apply': { done: 'Applied a remedy on', verb: 'apply a remedy on' },
  'activity.undo': { done: 'Undid a change on', verb: 'undo a change on' },
  'denial.show-dontaudit': { done: 'Started logging dontaudit denials', verb: 'start logging dontaudit denials' },
  'denial.hide-dontaudit': { done: 'Stopped logging dontaudit denials', verb: 'stop logging dontaudit denials' },
  'label.restore': { done: 'Restored file labels of', verb: 'restore file labels of' },
  'policy.install': { done: 'Installed the policy module of', verb: 'install the policy module of' },
  'policy.revert': { done: 'Reverted the policy module of', verb: 'revert the policy module of' },
  'policy.adopt': { done: 'Adopted learned rules for', verb: 'adopt learned rules for' },
  'volume.attach': { done: 'Attached a volume to', verb: 'attach a volume to' },
  'volume.detach': { done: 'Detached a volume from', verb: 'detach a volume from' },
  'isolation.reassign-categories': { done: 'Assigned new categories to', verb: 'assign new categories to' },
  'isolation.remount-root': { done: 'Remounted the root of', verb: 'remount the root of' },
  'isolation.kill': { done: 'Killed', verb: 'kill' },
  'doctor.fix': { done: 'Fixed a service of', verb: 'fix a service of' },
  'benchmark.run': { done: 'Ran the benchmark on', verb: 'run the benchmark on' },
  'alert.set-rule': { done: 'Set an alert rule on', verb: 'set an alert rule on' },
  'alert.remove-rule': { done: 'Removed an alert rule from', verb: 'remove an alert rule from' },
  'alert.try-rule': { done: 'Tried an alert rule of', verb: 'try an alert rule of' },
  'alert.mute-rule': { done: 'Muted or unmuted an alert rule of', verb: 'mute or unmute an alert rule of' },
  'alert.end': { done: 'Ended an alert of', verb: 'end an alert of' },
  'alert.set-target': { done: 'Set a target of alerts on', verb: 'set a target of alerts on' },
  'alert.remove-target': { done: 'Removed a target of alerts from', verb: 'remove a target of alerts from' },
  'alert.try-target': { done: 'Sent a test of alerts from', verb: 'send a test of alerts from' },
  'alert.mute-target': { done: 'Muted or unmuted a target of alerts of', verb: 'mute or unmute a target of alerts of' },
  'drill.run': { done: 'Ran the isolation drill on', verb: 'run the isolation drill on' },
  'drill.container': { done: 'Tested the isolation of', verb: 'test the isolation of' },
  'drill.schedule': { done: 'Scheduled the nightly drill on', verb: 'schedule the nightly drill on' },
  'drill.unschedule': { done: 'Disabled the nightly drill on', verb: 'disable the nightly drill on' },
  'console.open': { done: 'Opened a terminal in', verb: 'open a terminal in' },
  'console.attach': { done: 'Continued a terminal in', verb: 'continue a terminal in' },
};

/** The helper's own doing. */
const alertLabels: ReadonlyMap<string, string> = new Map([
  [alertActivity.begun, 'Alert of'],
  [alertActivity.ended, 'End of an alert of'],
  [alertActivity.sent, 'Sending of alerts of'],
]);

/**
 * `container.start` gives `Started`, or `Tried to start` when it did not come to that; an operation of a newer helper
 * stays as it is.
 */
export function operationLabel(operation: string, outcome: Activity['outcome'] = 'done'): string {
  if (!isChangingOperation(operation)) return alertLabels.get(operation) ?? operation;
  const { done, verb } = changes[operation];
  if (outcome === 'done' || outcome === 'ended') return done;
  return outcome === 'running' ? `Started to ${verb}` : `Tried to ${verb}`;
}

export const outcomeLabels: Readonly<Record<Activity['outcome'], string>> = {
  running: 'In progress',
  done: 'Done',
  ended: 'Ended',
  failed: 'Failed',
  denied: 'Denied',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const creationStepLabels: Readonly<Record<CreationStep, string>> = {
  check: 'Check name, image, volumes, ports and policy',
  reserve: 'Reserve categories and user IDs',
  policy: 'Compile and load its policy module',
  'prepare-image': 'Prepare the image',
  'copy-files': 'Copy the files of the other container',
  mount: 'Mount the root with its own label',
  configure: 'Write the LXC configuration',
  volumes: 'Label the files of its volumes',
  start: 'Start the container',
  verify: 'Verify its SELinux context',
};
