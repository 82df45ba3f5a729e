// SPDX-License-Identifier: Apache-2.0
/**
 * What asks before it is done, because it loses data or ends what runs: with which question, and what is said of the loss
 * and of the way back. The window and the command line ask by this, and nothing that is not here asks.
 */

import { type Phrase, say, type Words } from './text.ts';

interface Subject {
  /** Containers, or what else it is done to. */
  readonly names: Words;
  /** Empty where it is about none. */
  readonly snapshot: string;
}

interface Confirmation {
  /** `several`: only for more than one. */
  readonly asks: 'several' | 'always';
  /** A person may choose that it does not ask any more: what it ends can be had again. */
  readonly isOptional?: true;
  /** Asks without a question mark, so that it can be a title too. */
  readonly question: (subject: Subject) => Phrase;
  readonly consequence: Phrase;
}

const lost = say('This cannot be undone: all its files are deleted.');

export const confirmations = {
  // Starting again takes one press on the notice of a stop, so the stop of one container does not ask.
  stop: {
    asks: 'several',
    isOptional: true,
    question: ({ names }) => say('Stop {names}', { names }),
    consequence: say('Their programs are asked to end. What they hold in memory only is lost; files are kept.'),
  },
  restart: {
    asks: 'several',
    isOptional: true,
    question: ({ names }) => say('Restart {names}', { names }),
    consequence: say(
      'Their programs are asked to end, and start again. What they hold in memory only is lost; files are kept.',
    ),
  },
  kill: {
    asks: 'always',
    question: ({ names }) => say('Kill {names}', { names }),
    consequence: say(
      'All processes end at once, and no program can save. Files that are being written may stay incomplete. ' +
        'Stop lets programs save first.',
    ),
  },
  remove: {
    asks: 'always',
    question: ({ names }) => say('Remove {names}', { names }),
    consequence: say(
      'This cannot be undone. All files written inside, snapshots, the configuration and the limits are deleted. ' +
        'Categories become available again. The image is kept.',
    ),
  },
  'remove-repository': {
    asks: 'always',
    question: ({ names }) => say('Forget the repository {names}', { names }),
    consequence: say(
      'Its key is removed from this host. The backups in it stay, and are lost where nobody else has the key.',
    ),
  },
  'remove-snapshot': {
    asks: 'always',
    question: ({ names, snapshot }) => say('Remove the snapshot {snapshot} of {names}', { snapshot, names }),
    consequence: say(
      'This cannot be undone. The container, and containers that were cloned from it, stay as they are.',
    ),
  },
  'restore-snapshot': {
    asks: 'always',
    question: ({ names, snapshot }) => say('Replace the files of {names} by those of {snapshot}', { names, snapshot }),
    consequence: say('The present files are kept as a snapshot, by which this can be undone.'),
  },
  'restore-and-discard': {
    asks: 'always',
    question: ({ names, snapshot }) => say('Replace the files of {names} by those of {snapshot}', { names, snapshot }),
    consequence: say('Without a snapshot of the present files this cannot be undone.'),
  },
  'remove-volume': {
    asks: 'always',
    question: ({ names }) => say('Remove the volume {names}', { names }),
    consequence: lost,
  },
  'remove-image': {
    asks: 'always',
    question: ({ names }) => say('Remove the image {names}', { names }),
    consequence: lost,
  },
  'prepare-selinux': {
    asks: 'always',
    question: ({ names }) => say('Prepare {names} for SELinux', { names }),
    consequence: say(
      'The next boot labels all files and runs SELinux, permissive, instead of AppArmor. It can be undone.',
    ),
  },
  'enforce-selinux': {
    asks: 'always',
    question: ({ names }) => say('Let SELinux enforce on {names}, for a time', { names }),
    consequence: say(
      'What the policy does not allow is blocked. It ends by itself unless it is confirmed, and with a reboot.',
    ),
  },
  'leave-selinux': {
    asks: 'always',
    question: ({ names }) => say('Take SELinux from {names}', { names }),
    consequence: say('Nothing is blocked any more, and the next boot is without SELinux: it confines no container.'),
  },
} as const satisfies Readonly<Record<string, Confirmation>>;

export type Confirmed = keyof typeof confirmations;
export type OptionalConfirmation = {
  [Change in Confirmed]: (typeof confirmations)[Change] extends { readonly isOptional: true } ? Change : never;
}[Confirmed];

/** What a person may have done to the state of containers; what undoes itself by another of these does not ask. */
export type StateChange = 'start' | 'freeze' | 'unfreeze' | AskedChange;
export type AskedChange = 'stop' | 'restart' | 'kill' | 'remove';

/** Gives the change when it asks first for so many; undefined when it is made at once. */
export function askedChange<Change extends string>(change: Change, count: number): (Change & Confirmed) | undefined {
  return isConfirmed(change) && (confirmations[change].asks === 'always' || count > 1) ? change : undefined;
}

/** Says whether this change asks, be it for one container or for several. */
export function isConfirmed<Change extends string>(change: Change): change is Change & Confirmed {
  return Object.hasOwn(confirmations, change);
}

/** Says whether a person may choose that this change does not ask any more. */
export function isOptional<Change extends Confirmed>(change: Change): change is Change & OptionalConfirmation {
  return 'isOptional' in confirmations[change];
}
