// SPDX-License-Identifier: Apache-2.0
/** What is typed in a form of the shown host, kept as a draft while it differs from what the form begins with. */

import { useState } from 'react';
import { draftKey, dropDraft, keepDraft, useDrafts, type DraftPlace } from '../window/drafts.ts';
import { shownHostId } from './connection.ts';

export interface FormDraft<T> {
  /** The draft, or what the form begins with. */
  readonly value: T;
  readonly isChanged: boolean;
  /** It was there when the form was opened. */
  readonly isRestored: boolean;
  /** The form begins with something else than when the draft was begun. */
  readonly isOutdated: boolean;
  readonly change: (next: T | ((before: T) => T)) => void;
  readonly discard: () => void;
}

interface DraftOptions<T> {
  /** Says whether the value may hold a secret, and is kept in memory alone. */
  readonly isSecret?: (value: T) => boolean;
}

/** `initial` is JSON: what the form shows without a draft. */
export function useDraft<T>(
  place: DraftPlace,
  initial: T,
  { isSecret = () => false }: DraftOptions<T> = {},
): FormDraft<T> {
  const hostId = shownHostId();
  const key = draftKey(hostId, place);
  const draft = useDrafts((state) => state.drafts.get(key));
  const [restoredKey] = useState(() => (draft === undefined ? undefined : key));
  const base = JSON.stringify(initial);

  /** Each place has values of one type. */
  function valueNow(): T {
    const kept = useDrafts.getState().drafts.get(key);
    return kept === undefined ? initial : (kept.value as T);
  }
  return {
    value: valueNow(),
    isChanged: draft !== undefined,
    isRestored: draft !== undefined && restoredKey === key,
    isOutdated: draft !== undefined && draft.base !== base,
    change(next) {
      const value = next instanceof Function ? next(valueNow()) : next;
      if (JSON.stringify(value) === base) dropDraft(key);
      else
        keepDraft({
          hostId,
          place,
          value,
          isSecret: isSecret(value),
          base: useDrafts.getState().drafts.get(key)?.base ?? base,
        });
    },
    discard: () => dropDraft(key),
  };
}
