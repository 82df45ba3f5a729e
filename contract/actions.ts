// SPDX-License-Identifier: Apache-2.0
/** The polkit actions: what a person may be allowed to do. The policy file is generated from this table. */

import { type Phrase, say } from './text.ts';

/** polkit's implicit answers: for anyone, for an inactive local session, for the active local session. */
interface ActionDefaults {
  readonly any: 'no' | 'auth_admin' | 'auth_admin_keep' | 'yes';
  readonly inactive: 'no' | 'auth_admin' | 'auth_admin_keep' | 'yes';
  readonly active: 'no' | 'auth_admin' | 'auth_admin_keep' | 'yes';
}

/** The roles that a person can be given; each includes those before it. */
export const roles = ['see', 'operate', 'administer'] as const;
export type Role = (typeof roles)[number];

export interface Action {
  /** The least role that includes it. */
  readonly role: Role;
  readonly description: Phrase;
  /** Is shown in the password prompt; `$(container)` is filled in by polkit from the request's details. */
  readonly message: Phrase;
  readonly defaults: ActionDefaults;
}

/**
 * Reading, and what can be undone without loss, keeps an authorisation for a few minutes (polkit keeps it for the
 * action, whatever the container). Over ssh too, where the window answers polkit (docs/adr/0081).
 */
const kept: ActionDefaults = { any: 'auth_admin_keep', inactive: 'auth_admin', active: 'auth_admin_keep' };

/**
 * What cannot be taken back, ends what runs, or gives root inside a container, asks each time: a kept answer for one
 * container would count for all (docs/adr/0030).
 */
const everyTime: ActionDefaults = { any: 'auth_admin', inactive: 'auth_admin', active: 'auth_admin' };

export const actions = {
  'view-host': {
    role: 'see',
    description: say('See the host, its containers and their resource use'),
    message: say('Authentication is required to see the containers of this host'),
    defaults: kept,
  },
  'view-denials': {
    role: 'see',
    description: say('See what SELinux denied'),
    message: say('Authentication is required to read the SELinux denials of this host'),
    defaults: kept,
  },
  'view-logs': {
    role: 'see',
    description: say('Read the logs of containers'),
    message: say('Authentication is required to read the logs of the container $(container)'),
    defaults: kept,
  },
  'view-activity': {
    role: 'see',
    description: say('See who changed containers, and how'),
    message: say('Authentication is required to read the activity log of this host'),
    defaults: kept,
  },
  'manage-alerts': {
    role: 'administer',
    description: say('Choose what the host alerts of, and mute and end alerts'),
    message: say('Authentication is required to change the alerts of this host'),
    defaults: kept,
  },
  'create-containers': {
    role: 'administer',
    description: say('Create confined containers'),
    message: say('Authentication is required to create the container $(container)'),
    defaults: kept,
  },
  'start-containers': {
    role: 'operate',
    description: say('Start and unfreeze containers'),
    message: say('Authentication is required to start the container $(container)'),
    defaults: kept,
  },
  'manage-containers': {
    role: 'operate',
    description: say('Stop, freeze and limit containers'),
    message: say('Authentication is required to stop or limit the container $(container)'),
    defaults: everyTime,
  },
  'manage-cluster': {
    role: 'administer',
    description: say('Move containers between the members of a cluster, and evacuate and restore members'),
    message: say('Authentication is required to move containers between the members of the cluster'),
    defaults: everyTime,
  },
  'tag-containers': {
    role: 'administer',
    description: say('Give containers tags, by which they are found and grouped'),
    message: say('Authentication is required to change the tags of the container $(container)'),
    defaults: kept,
  },
  'remove-containers': {
    role: 'administer',
    description: say('Remove containers with all their files'),
    message: say('Authentication is required to remove the container $(container) and all its files'),
    defaults: everyTime,
  },
  'import-images': {
    role: 'administer',
    description: say('Make images of archives and of containers, and describe images'),
    message: say('Authentication is required to add an image to this host'),
    defaults: kept,
  },
  'remove-images': {
    role: 'administer',
    description: say('Remove images'),
    message: say('Authentication is required to remove an image from this host'),
    defaults: everyTime,
  },
  'take-snapshots': {
    role: 'operate',
    description: say('Take snapshots of containers, and copy their files to new containers'),
    message: say('Authentication is required to copy the files of the container $(container)'),
    defaults: kept,
  },
  'restore-snapshots': {
    role: 'administer',
    description: say('Replace the files of containers by those of a snapshot, and remove snapshots'),
    message: say(
      'Authentication is required to replace the files of the container $(container), or to remove a snapshot',
    ),
    defaults: everyTime,
  },
  'schedule-snapshots': {
    role: 'administer',
    description: say('Choose when snapshots of containers are taken without anybody asking, and how many are kept'),
    message: say('Authentication is required to choose when snapshots of the container $(container) are taken'),
    defaults: everyTime,
  },
  'export-containers': {
    role: 'administer',
    description: say('Take the files and the settings of containers out of the host'),
    message: say('Authentication is required to read all files of the container $(container)'),
    defaults: everyTime,
  },
  'import-containers': {
    role: 'administer',
    description: say('Create containers from files that were exported elsewhere'),
    message: say('Authentication is required to create a container with files from elsewhere'),
    defaults: everyTime,
  },
  'take-backups': {
    role: 'operate',
    description: say('Back containers up'),
    message: say('Authentication is required to back the container $(container) up'),
    defaults: kept,
  },
  'manage-backups': {
    role: 'administer',
    description: say('Choose where backups of containers are kept, when they are taken, and which of them are removed'),
    message: say('Authentication is required to change which backups of containers are taken and kept'),
    defaults: everyTime,
  },
  'restore-backups': {
    role: 'administer',
    description: say('Make containers of backups, with their volumes, published ports and links'),
    message: say('Authentication is required to make the container $(container) of a backup'),
    defaults: everyTime,
  },
  'read-backup-keys': {
    role: 'administer',
    description: say('Read the keys of backups'),
    message: say('Authentication is required to read a key, by which all files of backups can be read'),
    defaults: everyTime,
  },
  'view-files': {
    role: 'operate',
    description: say('See and read the files of containers'),
    message: say('Authentication is required to read the files of the container $(container)'),
    defaults: kept,
  },
  'change-files': {
    role: 'administer',
    description: say('Write, rename and remove files of containers, and change their owners and modes'),
    message: say('Authentication is required to change files of the container $(container)'),
    defaults: everyTime,
  },
  'adopt-containers': {
    role: 'administer',
    description: say('Bring containers of other tools under Bulkhead, and restore their originals'),
    message: say(
      'Authentication is required to copy the container $(container) into a confined one, or to restore its original',
    ),
    defaults: everyTime,
  },
  'view-policy': {
    role: 'see',
    description: say('Read the SELinux modules of containers, and try others'),
    message: say('Authentication is required to read the SELinux policy of this host'),
    defaults: kept,
  },
  'change-policy': {
    role: 'administer',
    description: say('Change what SELinux allows, and take such changes back'),
    message: say('Authentication is required to change what SELinux allows on this host'),
    defaults: everyTime,
  },
  'show-dontaudit-denials': {
    role: 'administer',
    description: say('Let SELinux log dontaudit denials for a while'),
    message: say('Authentication is required to log the dontaudit denials of the whole host for a while'),
    defaults: everyTime,
  },
  'relabel-files': {
    role: 'administer',
    description: say('Give files of containers the labels that the policy has for them'),
    message: say('Authentication is required to change labels of files of this host'),
    defaults: everyTime,
  },
  'attach-volumes': {
    role: 'administer',
    description: say('Give containers folders of the host, and label these for them'),
    message: say('Authentication is required to give the container $(container) a folder of this host'),
    defaults: everyTime,
  },
  'publish-ports': {
    role: 'administer',
    description: say('Publish ports of containers on the addresses of the host'),
    message: say('Authentication is required to publish a port of the container $(container), or to end that'),
    defaults: everyTime,
  },
  'link-containers': {
    role: 'administer',
    description: say("Let containers reach each other's addresses"),
    message: say('Authentication is required to change which containers the container $(container) reaches'),
    defaults: everyTime,
  },
  'manage-presets': {
    role: 'administer',
    description: say('Save choices for new containers under a name, and remove them'),
    message: say('Authentication is required to change the presets of this host'),
    defaults: kept,
  },
  'manage-networks': {
    role: 'administer',
    description: say('Set up networks for containers, and remove them'),
    message: say('Authentication is required to set up or remove a network of this host'),
    defaults: everyTime,
  },
  'open-consoles': {
    role: 'administer',
    description: say('Run commands as root inside containers'),
    message: say('Authentication is required to open a terminal in the container $(container)'),
    defaults: everyTime,
  },
  'fix-isolation': {
    role: 'administer',
    description: say(
      'Fix isolation: give containers other categories, mount their roots again, and kill containers ' +
        'that are not isolated',
    ),
    message: say('Authentication is required to fix the isolation of the container $(container)'),
    defaults: everyTime,
  },
  'fix-host': {
    role: 'administer',
    description: say("Start the service of LXC's bridge, and ask auditd to write its log again"),
    message: say('Authentication is required to fix a service of this host'),
    defaults: everyTime,
  },
  'switch-selinux': {
    role: 'administer',
    description: say('Switch the host to SELinux, and back'),
    message: say('Authentication is required to change whether SELinux confines this host'),
    defaults: everyTime,
  },
  'drill-containers': {
    role: 'administer',
    description: say('Try the isolation of a container by probes that change nothing'),
    message: say(
      'Authentication is required to attack the container $(container), and the host as root from ' +
        'inside it, without changing either',
    ),
    defaults: everyTime,
  },
  'run-drills': {
    role: 'administer',
    description: say('Run the isolation drill'),
    message: say(
      'Authentication is required to attack a throw-away container from another, and for that time ' +
        'to take SELinux away from these two',
    ),
    defaults: everyTime,
  },
  'run-benchmarks': {
    role: 'administer',
    description: say('Measure what isolation costs'),
    message: say(
      'Authentication is required to measure on this host for some minutes, in two throw-away ' +
        'containers of which one is not isolated',
    ),
    defaults: everyTime,
  },
  'schedule-drills': {
    role: 'administer',
    description: say('Choose whether the isolation drill runs every night'),
    message: say(
      'Authentication is required to choose when this host attacks a throw-away container from another by itself',
    ),
    defaults: everyTime,
  },
  'view-access': {
    role: 'administer',
    description: say('See who may do what'),
    message: say('Authentication is required to see who may do what on this host'),
    defaults: kept,
  },
  'manage-access': {
    role: 'administer',
    description: say('Give roles to people, and take them'),
    message: say('Authentication is required to change who may do what on this host'),
    defaults: everyTime,
  },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

export const actionNames = Object.keys(actions) as readonly ActionName[];

/** The id under which polkit knows an action. */
export function polkitId(action: ActionName): string {
  return `org.bulkhead.${action}`;
}

/** Says whether a role includes all of these actions. */
export function includesActions(role: Role, wanted: readonly ActionName[]): boolean {
  return wanted.every((action) => roles.indexOf(actions[action].role) <= roles.indexOf(role));
}
