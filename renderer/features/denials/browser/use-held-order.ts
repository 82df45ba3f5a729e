// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps rows in their places while somebody is about to press one: their contents go on changing, their order does not,
 * and new rows wait.
 */

import { useMemo, useState } from 'react';
import type { Cause } from '../model/causes.ts';

export interface HeldOrder {
  readonly rows: readonly Cause[];
  /** Rows that are new since the order was held. */
  readonly waiting: number;
  readonly hold: () => void;
  readonly release: () => void;
}

interface Held {
  readonly question: string;
  readonly ids: readonly string[];
}

export function useHeldOrder(causes: readonly Cause[], question: string): HeldOrder {
  const [held, setHeld] = useState<Held | undefined>(undefined);
  const isHeld = held?.question === question;
  const rows = useMemo(() => {
    if (held === undefined || !isHeld) return causes;
    const byId = new Map(causes.map((cause) => [cause.group.id, cause]));
    return held.ids.flatMap((id) => byId.get(id) ?? []);
  }, [causes, held, isHeld]);
  return {
    rows,
    waiting: isHeld ? causes.length - rows.length : 0,
    hold: () =>
      setHeld((before) =>
        before?.question === question ? before : { question, ids: causes.map(({ group }) => group.id) },
      ),
    release: () => setHeld(undefined),
  };
}
