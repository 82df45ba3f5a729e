// SPDX-License-Identifier: Apache-2.0
/**
 * Decides when the alerts of one rule begin and end. A value at the threshold begins nothing before it has stayed there
 * for the time of the rule, and an alert ends only when the value has been clearly below for a while: so a value that
 * moves around the threshold makes one alert and not many. Times are of a clock that is never set.
 */

import type { AlertChoice } from '../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';

export interface RuleWatch {
  /**
   * Compares with what is measured now. A subject without a value is as one far below the threshold: it is gone, or
   * nothing is measured of it. No alert begins while there is no room for one; it begins once there is.
   */
  look(values: ReadonlyMap<string, number>, uptime: number, hasRoom: () => boolean): Changes;
  /** An alert lasts that an earlier start of the helper began. */
  adopt(subject: string): void;
  /** Somebody ended the alert: none begins before what it is about has been over. */
  dismiss(subject: string): void;
}

interface Changes {
  readonly begun: readonly { readonly subject: string; readonly value: number }[];
  readonly ended: readonly string[];
}

interface SubjectState {
  /** `seen`: at the threshold, and not for long enough yet. */
  state: 'seen' | 'lasting' | 'dismissed';
  /** The value has been at the threshold since then; of what lasts or was dismissed, clearly below it. */
  since: number | undefined;
}

/** An alert ends at this part of its threshold. */
const clearParts = { level: 0.95, state: 1, count: 0.5 } as const;
/** Seconds for which the value has to be clearly below. Numbers of events sink slowly by themselves. */
const clearSeconds = { level: 60, state: 30, count: 0 } as const;

export function createRuleWatch({ kind, threshold, seconds }: AlertChoice): RuleWatch {
  const { measure } = alertKindOf(kind);
  const limit = threshold ?? 1;
  const clearBelow = measure === 'count' ? Math.max(1, limit * clearParts.count) : limit * clearParts[measure];
  const beginAfter = measure === 'count' ? 0 : seconds;
  const endAfter = clearSeconds[measure];
  const states = new Map<string, SubjectState>();

  function hasBegun(subject: string, uptime: number): boolean {
    const state = states.get(subject) ?? { state: 'seen', since: uptime };
    states.set(subject, state);
    return state.state === 'seen' && uptime - (state.since ?? uptime) >= beginAfter;
  }

  /** Says whether a subject whose alert lasts, or was dismissed, has been below for long enough. */
  function isOver(state: SubjectState, value: number, uptime: number): boolean {
    if (value >= clearBelow) {
      state.since = undefined;
      return false;
    }
    state.since ??= uptime;
    return uptime - state.since >= endAfter;
  }

  return {
    look(values, uptime, hasRoom) {
      const begun: { readonly subject: string; readonly value: number }[] = [];
      const ended: string[] = [];
      for (const [subject, state] of [...states]) {
        const value = values.get(subject) ?? 0;
        if (state.state === 'seen') {
          if (value < limit) states.delete(subject);
        } else if (isOver(state, value, uptime)) {
          states.delete(subject);
          if (state.state === 'lasting') ended.push(subject);
        }
      }
      for (const [subject, value] of values) {
        if (value < limit || !hasBegun(subject, uptime) || !hasRoom()) continue;
        states.set(subject, { state: 'lasting', since: undefined });
        begun.push({ subject, value });
      }
      return { begun, ended };
    },
    adopt: (subject) => void states.set(subject, { state: 'lasting', since: undefined }),
    dismiss: (subject) => void states.set(subject, { state: 'dismissed', since: undefined }),
  };
}
