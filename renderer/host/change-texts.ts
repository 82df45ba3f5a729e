// SPDX-License-Identifier: Apache-2.0
/** What is said of each operation that changes something: that it was done, goes on, or was tried. */

import type { ChangingOperation } from '../../contract/operations/index.ts';
import { t } from '../lib/language/t.ts';

/** Each of these texts stands by itself: a subject is in another column, or another value of the sentence. */
interface ChangeTexts {
  /** "Started". */
  readonly done: string;
  /** "Started to start": it still goes on. */
  readonly begun: string;
  /** "Tried to start": it did not come to that. */
  readonly tried: string;
}

const changeTexts: Readonly<Record<ChangingOperation, ChangeTexts>> = {
  'access.set-roles': {
    done: t('Changed the roles'),
    begun: t('Started to change the roles'),
    tried: t('Tried to change the roles'),
  },
  'container.create': { done: t('Created'), begun: t('Started to create'), tried: t('Tried to create') },
  'cluster.create': { done: t('Created'), begun: t('Started to create'), tried: t('Tried to create') },
  'cluster.move': { done: t('Moved'), begun: t('Started to move'), tried: t('Tried to move') },
  'cluster.evacuate': {
    done: t('Evacuated a member'),
    begun: t('Started to evacuate a member'),
    tried: t('Tried to evacuate a member'),
  },
  'cluster.restore': {
    done: t('Restored a member'),
    begun: t('Started to restore a member'),
    tried: t('Tried to restore a member'),
  },
  'container.confine': {
    done: t('Changed confinement of'),
    begun: t('Started to change confinement of'),
    tried: t('Tried to change confinement of'),
  },
  'container.start': { done: t('Started'), begun: t('Started to start'), tried: t('Tried to start') },
  'container.stop': { done: t('Stopped'), begun: t('Started to stop'), tried: t('Tried to stop') },
  'container.restart': { done: t('Restarted'), begun: t('Started to restart'), tried: t('Tried to restart') },
  'container.freeze': { done: t('Froze'), begun: t('Started to freeze'), tried: t('Tried to freeze') },
  'container.unfreeze': { done: t('Unfrozen'), begun: t('Started to unfreeze'), tried: t('Tried to unfreeze') },
  'container.configure': {
    done: t('Changed limits of'),
    begun: t('Started to change limits of'),
    tried: t('Tried to change limits of'),
  },
  'container.change-settings': {
    done: t('Changed settings of'),
    begun: t('Started to change settings of'),
    tried: t('Tried to change settings of'),
  },
  'container.tag': {
    done: t('Changed tags of'),
    begun: t('Started to change tags of'),
    tried: t('Tried to change tags of'),
  },
  'container.rename': { done: t('Renamed'), begun: t('Started to rename'), tried: t('Tried to rename') },
  'container.remove': { done: t('Removed'), begun: t('Started to remove'), tried: t('Tried to remove') },
  'container.export': { done: t('Exported'), begun: t('Started to export'), tried: t('Tried to export') },
  'container.import': {
    done: t('Imported the container'),
    begun: t('Started to import the container'),
    tried: t('Tried to import the container'),
  },
  'file.write': {
    done: t('Wrote a file of'),
    begun: t('Started to write a file of'),
    tried: t('Tried to write a file of'),
  },
  'file.make-folder': {
    done: t('Made a folder in'),
    begun: t('Started to make a folder in'),
    tried: t('Tried to make a folder in'),
  },
  'file.rename': {
    done: t('Renamed a file of'),
    begun: t('Started to rename a file of'),
    tried: t('Tried to rename a file of'),
  },
  'file.remove': {
    done: t('Removed a file of'),
    begun: t('Started to remove a file of'),
    tried: t('Tried to remove a file of'),
  },
  'file.change': {
    done: t('Changed owner or mode of a file of'),
    begun: t('Started to change owner or mode of a file of'),
    tried: t('Tried to change owner or mode of a file of'),
  },
  'container.adopt': { done: t('Adopted'), begun: t('Started to adopt'), tried: t('Tried to adopt') },
  'container.restore-original': {
    done: t('Restored the original of'),
    begun: t('Started to restore the original of'),
    tried: t('Tried to restore the original of'),
  },
  'container.remove-original': {
    done: t('Removed the original of'),
    begun: t('Started to remove the original of'),
    tried: t('Tried to remove the original of'),
  },
  'snapshot.take': {
    done: t('Took a snapshot of'),
    begun: t('Started to take a snapshot of'),
    tried: t('Tried to take a snapshot of'),
  },
  'snapshot.restore': {
    done: t('Restored a snapshot of'),
    begun: t('Started to restore a snapshot of'),
    tried: t('Tried to restore a snapshot of'),
  },
  'snapshot.remove': {
    done: t('Removed a snapshot of'),
    begun: t('Started to remove a snapshot of'),
    tried: t('Tried to remove a snapshot of'),
  },
  'image.import': {
    done: t('Imported the image'),
    begun: t('Started to import the image'),
    tried: t('Tried to import the image'),
  },
  'image.make': {
    done: t('Made an image of'),
    begun: t('Started to make an image of'),
    tried: t('Tried to make an image of'),
  },
  'image.describe': {
    done: t('Described the image'),
    begun: t('Started to describe the image'),
    tried: t('Tried to describe the image'),
  },
  'image.remove': {
    done: t('Removed the image'),
    begun: t('Started to remove the image'),
    tried: t('Tried to remove the image'),
  },
  'snapshot.schedule': {
    done: t('Scheduled snapshots of'),
    begun: t('Started to schedule snapshots of'),
    tried: t('Tried to schedule snapshots of'),
  },
  'snapshot.unschedule': {
    done: t('Ended the schedule of snapshots of'),
    begun: t('Started to end the schedule of snapshots of'),
    tried: t('Tried to end the schedule of snapshots of'),
  },
  'port.publish': {
    done: t('Published a port of'),
    begun: t('Started to publish a port of'),
    tried: t('Tried to publish a port of'),
  },
  'port.unpublish': {
    done: t('Unpublished a port of'),
    begun: t('Started to unpublish a port of'),
    tried: t('Tried to unpublish a port of'),
  },
  'preset.save': {
    done: t('Saved the preset'),
    begun: t('Started to save the preset'),
    tried: t('Tried to save the preset'),
  },
  'preset.remove': {
    done: t('Removed the preset'),
    begun: t('Started to remove the preset'),
    tried: t('Tried to remove the preset'),
  },
  'network.create': {
    done: t('Set up the network'),
    begun: t('Started to set up the network'),
    tried: t('Tried to set up the network'),
  },
  'network.remove': {
    done: t('Removed the network'),
    begun: t('Started to remove the network'),
    tried: t('Tried to remove the network'),
  },
  'network.change': {
    done: t('Changed network of'),
    begun: t('Started to change network of'),
    tried: t('Tried to change network of'),
  },
  'network.link': {
    done: t('Linked another container with'),
    begun: t('Started to link another container with'),
    tried: t('Tried to link another container with'),
  },
  'network.unlink': {
    done: t('Unlinked another container from'),
    begun: t('Started to unlink another container from'),
    tried: t('Tried to unlink another container from'),
  },
  'remedy.apply': {
    done: t('Applied a remedy on'),
    begun: t('Started to apply a remedy on'),
    tried: t('Tried to apply a remedy on'),
  },
  'activity.undo': {
    done: t('Undid a change on'),
    begun: t('Started to undo a change on'),
    tried: t('Tried to undo a change on'),
  },
  'denial.show-dontaudit': {
    done: t('Started logging dontaudit denials'),
    begun: t('Started to start logging dontaudit denials'),
    tried: t('Tried to start logging dontaudit denials'),
  },
  'denial.hide-dontaudit': {
    done: t('Stopped logging dontaudit denials'),
    begun: t('Started to stop logging dontaudit denials'),
    tried: t('Tried to stop logging dontaudit denials'),
  },
  'label.restore': {
    done: t('Restored file labels of'),
    begun: t('Started to restore file labels of'),
    tried: t('Tried to restore file labels of'),
  },
  'policy.install': {
    done: t('Installed the policy module of'),
    begun: t('Started to install the policy module of'),
    tried: t('Tried to install the policy module of'),
  },
  'policy.revert': {
    done: t('Reverted the policy module of'),
    begun: t('Started to revert the policy module of'),
    tried: t('Tried to revert the policy module of'),
  },
  'policy.adopt': {
    done: t('Adopted learned rules for'),
    begun: t('Started to adopt learned rules for'),
    tried: t('Tried to adopt learned rules for'),
  },
  'volume.attach': {
    done: t('Attached a volume to'),
    begun: t('Started to attach a volume to'),
    tried: t('Tried to attach a volume to'),
  },
  'volume.detach': {
    done: t('Detached a volume from'),
    begun: t('Started to detach a volume from'),
    tried: t('Tried to detach a volume from'),
  },
  'named-volume.create': {
    done: t('Made the named volume'),
    begun: t('Started to make the named volume'),
    tried: t('Tried to make the named volume'),
  },
  'named-volume.resize': {
    done: t('Changed the limit of the named volume'),
    begun: t('Started to change the limit of the named volume'),
    tried: t('Tried to change the limit of the named volume'),
  },
  'named-volume.remove': {
    done: t('Removed the named volume'),
    begun: t('Started to remove the named volume'),
    tried: t('Tried to remove the named volume'),
  },
  'backup.add': {
    done: t('Added a repository for backups'),
    begun: t('Started to add a repository for backups'),
    tried: t('Tried to add a repository for backups'),
  },
  'backup.remove': {
    done: t('Removed a repository for backups'),
    begun: t('Started to remove a repository for backups'),
    tried: t('Tried to remove a repository for backups'),
  },
  'backup.check': {
    done: t('Checked a repository for backups'),
    begun: t('Started to check a repository for backups'),
    tried: t('Tried to check a repository for backups'),
  },
  'backup.save-job': {
    done: t('Saved a job for backups'),
    begun: t('Started to save a job for backups'),
    tried: t('Tried to save a job for backups'),
  },
  'backup.remove-job': {
    done: t('Removed a job for backups'),
    begun: t('Started to remove a job for backups'),
    tried: t('Tried to remove a job for backups'),
  },
  'backup.run-job': {
    done: t('Ran a job for backups'),
    begun: t('Started to run a job for backups'),
    tried: t('Tried to run a job for backups'),
  },
  'backup.run': {
    done: t('Backed up'),
    begun: t('Started to back up'),
    tried: t('Tried to back up'),
  },
  'backup.restore': {
    done: t('Restored from a backup:'),
    begun: t('Started to restore from a backup:'),
    tried: t('Tried to restore from a backup:'),
  },
  'backup.key': {
    done: t('Read the key of a repository'),
    begun: t('Started to read the key of a repository'),
    tried: t('Tried to read the key of a repository'),
  },
  'isolation.reassign-categories': {
    done: t('Assigned new categories to'),
    begun: t('Started to assign new categories to'),
    tried: t('Tried to assign new categories to'),
  },
  'isolation.remount-root': {
    done: t('Remounted the root of'),
    begun: t('Started to remount the root of'),
    tried: t('Tried to remount the root of'),
  },
  'isolation.kill': { done: t('Killed'), begun: t('Started to kill'), tried: t('Tried to kill') },
  'doctor.fix': {
    done: t('Fixed a service of'),
    begun: t('Started to fix a service of'),
    tried: t('Tried to fix a service of'),
  },
  'switch.prepare': {
    done: t('Prepared for SELinux'),
    begun: t('Started to prepare for SELinux'),
    tried: t('Tried to prepare for SELinux'),
  },
  'switch.enforce': {
    done: t('Began a trial of SELinux enforcing on'),
    begun: t('Started to begin a trial of SELinux enforcing on'),
    tried: t('Tried to begin a trial of SELinux enforcing on'),
  },
  'switch.confirm': {
    done: t('Kept SELinux enforcing on'),
    begun: t('Started to keep SELinux enforcing on'),
    tried: t('Tried to keep SELinux enforcing on'),
  },
  'switch.back': {
    done: t('Took SELinux from'),
    begun: t('Started to take SELinux from'),
    tried: t('Tried to take SELinux from'),
  },
  'benchmark.run': {
    done: t('Ran the benchmark on'),
    begun: t('Started to run the benchmark on'),
    tried: t('Tried to run the benchmark on'),
  },
  'alert.set-rule': {
    done: t('Set an alert rule on'),
    begun: t('Started to set an alert rule on'),
    tried: t('Tried to set an alert rule on'),
  },
  'alert.remove-rule': {
    done: t('Removed an alert rule from'),
    begun: t('Started to remove an alert rule from'),
    tried: t('Tried to remove an alert rule from'),
  },
  'alert.try-rule': {
    done: t('Tried an alert rule of'),
    begun: t('Started to try an alert rule of'),
    tried: t('Tried to try an alert rule of'),
  },
  'alert.mute-rule': {
    done: t('Muted or unmuted an alert rule of'),
    begun: t('Started to mute or unmute an alert rule of'),
    tried: t('Tried to mute or unmute an alert rule of'),
  },
  'alert.end': {
    done: t('Acknowledged an alert of'),
    begun: t('Started to acknowledge an alert of'),
    tried: t('Tried to acknowledge an alert of'),
  },
  'alert.set-target': {
    done: t('Set a target of alerts on'),
    begun: t('Started to set a target of alerts on'),
    tried: t('Tried to set a target of alerts on'),
  },
  'alert.remove-target': {
    done: t('Removed a target of alerts from'),
    begun: t('Started to remove a target of alerts from'),
    tried: t('Tried to remove a target of alerts from'),
  },
  'alert.try-target': {
    done: t('Sent a test of alerts from'),
    begun: t('Started to send a test of alerts from'),
    tried: t('Tried to send a test of alerts from'),
  },
  'alert.mute-target': {
    done: t('Muted or unmuted a target of alerts of'),
    begun: t('Started to mute or unmute a target of alerts of'),
    tried: t('Tried to mute or unmute a target of alerts of'),
  },
  'drill.run': {
    done: t('Ran the isolation drill on'),
    begun: t('Started to run the isolation drill on'),
    tried: t('Tried to run the isolation drill on'),
  },
  'drill.container': {
    done: t('Tested the isolation of'),
    begun: t('Started to test the isolation of'),
    tried: t('Tried to test the isolation of'),
  },
  'drill.members': {
    done: t('Ran the isolation drill across members with the image'),
    begun: t('Started to run the isolation drill across members with the image'),
    tried: t('Tried to run the isolation drill across members with the image'),
  },
  'drill.schedule': {
    done: t('Scheduled the nightly drill on'),
    begun: t('Started to schedule the nightly drill on'),
    tried: t('Tried to schedule the nightly drill on'),
  },
  'drill.unschedule': {
    done: t('Disabled the nightly drill on'),
    begun: t('Started to disable the nightly drill on'),
    tried: t('Tried to disable the nightly drill on'),
  },
  'console.open': {
    done: t('Opened a terminal in'),
    begun: t('Started to open a terminal in'),
    tried: t('Tried to open a terminal in'),
  },
  'console.open-boot': {
    done: t('Opened the boot console of'),
    begun: t('Started to open the boot console of'),
    tried: t('Tried to open the boot console of'),
  },
  'console.attach': {
    done: t('Continued a terminal in'),
    begun: t('Started to continue a terminal in'),
    tried: t('Tried to continue a terminal in'),
  },
};

const byName: Readonly<Partial<Record<string, ChangeTexts>>> = changeTexts;

/** Undefined for what changes nothing, and for an operation of a newer helper. */
export function changeTextsOf(operation: string): ChangeTexts | undefined {
  return Object.hasOwn(byName, operation) ? byName[operation] : undefined;
}
