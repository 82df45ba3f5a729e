// SPDX-License-Identifier: Apache-2.0
/** The names of operations and outcomes, as the activity log and notifications say them. */

import type { Activity } from '../../contract/model/activity.ts';
import { alertActivity } from '../../contract/model/alerts/alert-activity.ts';
import type { CreationStep } from '../../contract/operations/container.ts';
import { type ChangingOperation, isChangingOperation } from '../../contract/operations/index.ts';
import { t } from '../lib/language/t.ts';

interface ChangeLabel {
  /** "Started", before the name of the subject. */
  readonly done: string;
  /** "start", as in "Tried to start". */
  readonly verb: string;
}

const changes: Readonly<Record<ChangingOperation, ChangeLabel>> = {
  'container.create': { done: t('Created'), verb: 'create' },
  'container.confine': { done: t('Changed confinement of'), verb: t('change confinement of') },
  'container.start': { done: t('Started'), verb: 'start' },
  'container.stop': { done: t('Stopped'), verb: 'stop' },
  'container.restart': { done: t('Restarted'), verb: 'restart' },
  'container.freeze': { done: t('Froze'), verb: 'freeze' },
  'container.unfreeze': { done: t('Unfrozen'), verb: 'unfreeze' },
  'container.configure': { done: t('Changed limits of'), verb: t('change limits of') },
  'container.change-settings': { done: t('Changed settings of'), verb: t('change settings of') },
  'container.tag': { done: t('Changed tags of'), verb: t('change tags of') },
  'container.rename': { done: t('Renamed'), verb: 'rename' },
  'container.remove': { done: t('Removed'), verb: 'remove' },
  'container.export': { done: t('Exported'), verb: 'export' },
  'container.import': { done: t('Imported the container'), verb: t('import the container') },
  'file.write': { done: t('Wrote a file of'), verb: t('write a file of') },
  'file.make-folder': { done: t('Made a folder in'), verb: t('make a folder in') },
  'file.rename': { done: t('Renamed a file of'), verb: t('rename a file of') },
  'file.remove': { done: t('Removed a file of'), verb: t('remove a file of') },
  'file.change': { done: t('Changed owner or mode of a file of'), verb: t('change owner or mode of a file of') },
  'container.adopt': { done: t('Adopted'), verb: 'adopt' },
  'container.restore-original': { done: t('Restored the original of'), verb: t('restore the original of') },
  'container.remove-original': { done: t('Removed the original of'), verb: t('remove the original of') },
  'snapshot.take': { done: t('Took a snapshot of'), verb: t('take a snapshot of') },
  'snapshot.restore': { done: t('Restored a snapshot of'), verb: t('restore a snapshot of') },
  'snapshot.remove': { done: t('Removed a snapshot of'), verb: t('remove a snapshot of') },
  'image.import': { done: t('Imported the image'), verb: t('import the image') },
  'image.make': { done: t('Made an image of'), verb: t('make an image of') },
  'image.describe': { done: t('Described the image'), verb: t('describe the image') },
  'image.remove': { done: t('Removed the image'), verb: t('remove the image') },
  'snapshot.schedule': { done: t('Scheduled snapshots of'), verb: t('schedule snapshots of') },
  'snapshot.unschedule': { done: t('Ended the schedule of snapshots of'), verb: t('end the schedule of snapshots of') },
  'port.publish': { done: t('Published a port of'), verb: t('publish a port of') },
  'port.unpublish': { done: t('Ended the publication of a port of'), verb: t('end the publication of a port of') },
  'network.link': { done: t('Linked another container with'), verb: t('link another container with') },
  'network.unlink': { done: t('Ended a link of'), verb: t('end a link of') },
  'remedy.apply': { done: t('Applied a remedy on'), verb: t('apply a remedy on') },
  'activity.undo': { done: t('Undid a change on'), verb: t('undo a change on') },
  'denial.show-dontaudit': { done: t('Started logging dontaudit denials'), verb: t('start logging dontaudit denials') },
  'denial.hide-dontaudit': { done: t('Stopped logging dontaudit denials'), verb: t('stop logging dontaudit denials') },
  'label.restore': { done: t('Restored file labels of'), verb: t('restore file labels of') },
  'policy.install': { done: t('Installed the policy module of'), verb: t('install the policy module of') },
  'policy.revert': { done: t('Reverted the policy module of'), verb: t('revert the policy module of') },
  'policy.adopt': { done: t('Adopted learned rules for'), verb: t('adopt learned rules for') },
  'volume.attach': { done: t('Attached a volume to'), verb: t('attach a volume to') },
  'volume.detach': { done: t('Detached a volume from'), verb: t('detach a volume from') },
  'isolation.reassign-categories': { done: t('Assigned new categories to'), verb: t('assign new categories to') },
  'isolation.remount-root': { done: t('Remounted the root of'), verb: t('remount the root of') },
  'isolation.kill': { done: t('Killed'), verb: 'kill' },
  'doctor.fix': { done: t('Fixed a service of'), verb: t('fix a service of') },
  'benchmark.run': { done: t('Ran the benchmark on'), verb: t('run the benchmark on') },
  'alert.set-rule': { done: t('Set an alert rule on'), verb: t('set an alert rule on') },
  'alert.remove-rule': { done: t('Removed an alert rule from'), verb: t('remove an alert rule from') },
  'alert.try-rule': { done: t('Tried an alert rule of'), verb: t('try an alert rule of') },
  'alert.mute-rule': { done: t('Muted or unmuted an alert rule of'), verb: t('mute or unmute an alert rule of') },
  'alert.end': { done: t('Ended an alert of'), verb: t('end an alert of') },
  'alert.set-target': { done: t('Set a target of alerts on'), verb: t('set a target of alerts on') },
  'alert.remove-target': { done: t('Removed a target of alerts from'), verb: t('remove a target of alerts from') },
  'alert.try-target': { done: t('Sent a test of alerts from'), verb: t('send a test of alerts from') },
  'alert.mute-target': {
    done: t('Muted or unmuted a target of alerts of'),
    verb: t('mute or unmute a target of alerts of'),
  },
  'drill.run': { done: t('Ran the isolation drill on'), verb: t('run the isolation drill on') },
  'drill.container': { done: t('Tested the isolation of'), verb: t('test the isolation of') },
  'drill.schedule': { done: t('Scheduled the nightly drill on'), verb: t('schedule the nightly drill on') },
  'drill.unschedule': { done: t('Disabled the nightly drill on'), verb: t('disable the nightly drill on') },
  'console.open': { done: t('Opened a terminal in'), verb: t('open a terminal in') },
  'console.attach': { done: t('Continued a terminal in'), verb: t('continue a terminal in') },
};

/** The helper's own doing. */
const alertLabels: ReadonlyMap<string, string> = new Map([
  [alertActivity.begun, t('Alert of')],
  [alertActivity.ended, t('End of an alert of')],
  [alertActivity.sent, t('Sending of alerts of')],
]);

/**
 * `container.start` gives `Started`, or `Tried to start` when it did not come to that; an operation of a newer helper
 * stays as it is.
 */
export function operationLabel(operation: string, outcome: Activity['outcome'] = 'done'): string {
  if (!isChangingOperation(operation)) return alertLabels.get(operation) ?? operation;
  const { done, verb } = changes[operation];
  if (outcome === 'done' || outcome === 'ended') return done;
  return outcome === 'running' ? t('Started to {verb}', { verb }) : t('Tried to {verb}', { verb });
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
