// SPDX-License-Identifier: Apache-2.0
/** Changes of a host's policy for tests: a boolean that was set, and can be undone. */

import type { Change } from '../../contract/model/policy/change.ts';

export function fakeChange(changes: Partial<Change> = {}): Change {
  return {
    id: 9,
    kind: 'boolean',
    summary: 'Set the boolean lamp on.',
    change: ['setsebool -P lamp on'],
    before: ['lamp is off now'],
    group: null,
    container: null,
    uid: 1001,
    user: 'operator',
    madeAt: 5,
    state: 'applied',
    undoneBy: null,
    cannotUndo: null,
    ...changes,
  };
}
