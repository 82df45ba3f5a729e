// SPDX-License-Identifier: Apache-2.0
/** Collects what events say has changed, until somebody reads it: each container and each note once. */

import { type IncusEvent, instanceOf } from '../incus-events.ts';
import { type InstanceName, nameOf } from '../incus-instances.ts';
import { noteOf } from '../notes.ts';

export type NoteChange = 'written' | 'removed';

export interface PendingChanges {
  /** Containers to read again, by the names that liblxc has them under; `all` stands for every container. */
  readonly changed: Map<string, InstanceName | 'all'>;
  readonly started: Map<string, InstanceName>;
  /** The last that happened to each note, by its name; undefined stands for the notes that are there at first. */
  readonly notes: Map<string | undefined, NoteChange>;
}

/** Events after which the init of a container is another process. */
const startActions: ReadonlySet<string> = new Set(['instance-started', 'instance-restarted', 'instance-resumed']);
/** Events that may change what Incus says of every container. */
const actionsOnAll = /^(?:profile-(?:updated|renamed)|project-(?:updated|renamed)|cluster-member-)/;

export function createPendingChanges(): PendingChanges {
  return { changed: new Map(), started: new Map(), notes: new Map() };
}

/** Marks everything as changed, since events may have been missed. */
export function markAll({ changed, notes }: PendingChanges): void {
  changed.set('', 'all');
  notes.set(undefined, 'written');
}

/** Marks what the event is about. Gives false when it is about neither a container nor a note. */
export function markChange(pending: PendingChanges, event: IncusEvent): boolean {
  const { action, source } = event.metadata;
  const note = noteOf(source);
  if (note !== undefined) {
    pending.notes.set(note, action === 'profile-deleted' ? 'removed' : 'written');
    return true;
  }
  const instance = instanceOf(event);
  if (instance === undefined && !actionsOnAll.test(action)) return false;
  if (instance === undefined || action === 'instance-renamed') pending.changed.set('', 'all');
  else pending.changed.set(nameOf(instance), instance);
  if (instance !== undefined && startActions.has(action)) pending.started.set(nameOf(instance), instance);
  return true;
}

/** Gives what is in the map, and empties it. */
export function drain<Key, Value>(map: Map<Key, Value>): readonly (readonly [Key, Value])[] {
  const entries = [...map];
  map.clear();
  return entries;
}
