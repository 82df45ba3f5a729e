// SPDX-License-Identifier: Apache-2.0
/** Writes into the activity log when a running container stops being isolated, or is isolated again. */

import { isDrillContainer } from '../../../contract/rules/drill-containers.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { verdictActivity } from '../../../contract/model/isolation/verdict-activity.ts';
import { joinWords } from '../../../contract/text.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';

export interface VerdictChanges {
  /** Takes all containers with their verdicts, each time that they are judged. */
  take(containers: readonly Container[]): void;
}

export interface VerdictChangesOptions {
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  /** Called when an entry could not be written. */
  readonly onUnkept: (error: unknown) => void;
}

/** What is unknown or not running for a while is no change: what was known before is compared with what is known next. */
export function createVerdictChanges({ activity, onUnkept }: VerdictChangesOptions): VerdictChanges {
  let known = new Map<string, boolean>();

  function write({ name, isolation }: Container, isOpen: boolean): void {
    try {
      const operation = isOpen ? verdictActivity.lost : verdictActivity.regained;
      const entry = activity.begin({ operation, subject: name, ...helperItself });
      activity.end(entry, 'done', joinWords(isolation.reasons, ' '));
    } catch (error) {
      onUnkept(error);
    }
  }

  return {
    take(containers) {
      const before = known;
      known = new Map();
      for (const container of containers) {
        const { name, isolation } = container;
        const isSettled = isolation.state !== 'unknown' && isolation.state !== 'not-running';
        const was = before.get(name);
        const isOpen = isSettled ? isolation.state === 'not-isolated' : was;
        if (isOpen === undefined || isDrillContainer(name)) continue;
        known.set(name, isOpen);
        if (was !== undefined && was !== isOpen) write(container, isOpen);
      }
    },
  };
}
