// SPDX-License-Identifier: Apache-2.0
/** Judges an isolation map: every pair has to be answered, and none open. */

import { say, type Words } from '../../text.ts';
import type { IsolationMap } from '../isolation-finding.ts';
import type { SelinuxMode } from './judge-container.ts';
import { makeVerdict, type Verdict, type VerdictState } from './verdict.ts';

interface MapFacts {
  readonly map: IsolationMap;
  /** Gives the time at which the audit that drew the map ended. */
  readonly checkedAt: number;
  /** Says whether containers changed since the audit. */
  readonly isStale: boolean;
  /** Gives the mode of SELinux on the host now; undefined where it is not known. */
  readonly selinux: SelinuxMode | undefined;
}

/** Takes a map with what is known of its time, and gives the verdict of all its pairs together. */
export function judgeMap({ map, checkedAt, isStale, selinux }: MapFacts): Verdict {
  const give = (state: VerdictState, reason: Words): Verdict => makeVerdict({ state, reasons: [reason], checkedAt });
  const answers = map.rows.join('').replaceAll('-', '');
  const count = (letter: string): number => answers.split(letter).length - 1;
  const unanswered = map.containers.length * (map.containers.length - 1) - answers.length + count('u');
  if (selinux === undefined) return give('unknown', say('the mode of SELinux is not known'));
  if (selinux !== 'enforcing') return give('not-isolated', say('SELinux enforces nothing on this host'));
  if (isStale) return give('unknown', say('out of date'));
  const open = count('o');
  if (open > 0)
    return give(
      'not-isolated',
      open === 1 ? say('1 pair not isolated') : say('{count} pairs not isolated', { count: open }),
    );
  if (unanswered > 0)
    return give(
      'unknown',
      unanswered === 1 ? say('1 pair unknown') : say('{count} pairs unknown', { count: unanswered }),
    );
  if (answers.length === 0) return give('not-running', say('no pairs to compare'));
  return give('isolated', say('all pairs isolated'));
}
