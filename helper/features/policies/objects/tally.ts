// SPDX-License-Identifier: Apache-2.0
/** Counts what was looked at of a container, what could not be read, and what was left. */

import type { LookedContainer, ObjectKind } from '../../../../contract/model/policy/container-objects.ts';
import type { Words } from '../../../../contract/text.ts';
import { codeOf, hasCode } from '../../../system/errno.ts';
import type { SeenObject } from './judge-object.ts';

export type Looked = Pick<LookedContainer, 'looked' | 'unread' | 'left'>;

export interface Tally {
  readonly looked: Readonly<Record<ObjectKind, number>>;
  /** Reads the label of an object; one without a label counts as looked at, and one that is gone counts as nothing. */
  see(object: Omit<SeenObject, 'label'>, read: () => string | undefined): void;
  /** Counts what could not be opened; what is gone meanwhile counts as nothing. */
  miss(error: unknown): void;
  leave(words: Words): void;
  result(): Looked;
}

export function createTally(onSeen: (object: SeenObject) => void): Tally {
  const looked = { mount: 0, file: 0, terminal: 0, process: 0, descriptor: 0, socket: 0 };
  const left: Words[] = [];
  let unread = 0;

  function miss(error: unknown): void {
    if (codeOf(error) === undefined) throw error;
    if (!hasCode(error, 'ENOENT', 'ESRCH')) unread += 1;
  }

  return {
    looked,
    see(object, read) {
      let label: string | undefined;
      try {
        label = read();
      } catch (error) {
        miss(error);
        return;
      }
      looked[object.kind] += 1;
      if (label !== undefined) onSeen({ ...object, label });
    },
    miss,
    leave: (words) => void left.push(words),
    result: () => ({ looked: { ...looked }, unread, left: [...left] }),
  };
}
