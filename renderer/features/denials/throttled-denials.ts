// SPDX-License-Identifier: Apache-2.0
/**
 * The denials for screens that are costly to draw: at once when one comes alone, and seldom while they pour in. The
 * latest state always comes in the end.
 */

import { useEffect, useState } from 'react';
import { type DenialsState, useDenials } from './denials.ts';

/** Milliseconds between two looks, and for very many groups. */
const intervalMs = { few: 300, many: 2500 };
const many = 2000;

export function useThrottledDenials(): DenialsState {
  const [calm, setCalm] = useState(useDenials.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStale = false;

    function look(): void {
      isStale = false;
      const state = useDenials.getState();
      setCalm(state);
      timer = setTimeout(rest, state.groups.size > many ? intervalMs.many : intervalMs.few);
    }
    function rest(): void {
      timer = undefined;
      if (isStale) look();
    }

    const unsubscribe = useDenials.subscribe(() => {
      isStale = true;
      if (timer === undefined) look();
    });
    look();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return calm;
}
