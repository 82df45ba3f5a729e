// SPDX-License-Identifier: Apache-2.0
/**
 * What a person may have done to the state of containers, and which of it asks before it is done: `several` only for
 * more than one container.
 */

const asking = {
  start: 'never',
  // One press on its notice starts it again.
  stop: 'several',
  restart: 'several',
  // Each undoes the other.
  freeze: 'never',
  unfreeze: 'never',
  kill: 'always',
  remove: 'always',
} as const satisfies Readonly<Record<string, 'never' | 'several' | 'always'>>;

export type StateChange = keyof typeof asking;

export type AskedChange = {
  [Change in StateChange]: (typeof asking)[Change] extends 'never' ? never : Change;
}[StateChange];

/** Gives the change when it asks first for so many containers; undefined when it is made at once. */
export function askedChange(change: StateChange, count: number): AskedChange | undefined {
  return isAsked(change) && (asking[change] === 'always' || count > 1) ? change : undefined;
}

function isAsked(change: StateChange): change is AskedChange {
  return asking[change] !== 'never';
}
