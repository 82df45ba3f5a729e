// SPDX-License-Identifier: Apache-2.0
/**
 * Sends what a person types or pastes in one of the terminals to all others of them. What a terminal answers to its
 * program goes nowhere else: a container must not type in another one.
 */

import { useEffect } from 'react';
import type { TerminalSession } from '../console/terminal-session.ts';

type Session = Pick<TerminalSession, 'onTyped' | 'type'>;

/** `sessions` has to stay the same list while nothing changes. Nothing is sent while it is off. */
export function useTypeToAll(isOn: boolean, sessions: readonly Session[]): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const stops = sessions.map((session) =>
      session.onTyped((typed) => {
        for (const other of sessions) if (other !== session) other.type(typed);
      }),
    );
    return () => stops.forEach((stop) => stop());
  }, [isOn, sessions]);
}
