// SPDX-License-Identifier: Apache-2.0
/** Judges whether the containers of a host are isolated: as well as the worst of them. */

import { say, type Words } from '../../text.ts';
import type { SelinuxMode } from './judge-container.ts';
import { makeVerdict, type Verdict, type VerdictState } from './verdict.ts';

interface HostFacts {
  /** Undefined while the host has not said it. */
  readonly selinux: SelinuxMode | undefined;
  /** Undefined while its containers are not listed. */
  readonly verdicts: readonly Verdict[] | undefined;
}

/** Takes the mode of SELinux and the verdicts of all containers of the host, and gives the verdict of the host. */
export function judgeHost({ selinux, verdicts }: HostFacts): Verdict {
  const checkedAt = oldestOf(verdicts ?? []);
  const give = (state: VerdictState, reason: Words): Verdict => makeVerdict({ state, reasons: [reason], checkedAt });
  if (selinux === 'disabled')
    return give('not-isolated', say('SELinux is disabled on this host: it isolates no container.'));
  if (selinux === 'permissive')
    return give('not-isolated', say('SELinux is permissive on this host: it logs and blocks nothing.'));
  if (selinux === undefined || verdicts === undefined)
    return give('unknown', say('The host has not said yet what isolates its containers.'));
  const count = (state: VerdictState): number => verdicts.filter((verdict) => verdict.state === state).length;
  const [open, unknown, remarked] = [count('not-isolated'), count('unknown'), count('isolated-with-remarks')];
  if (open > 0) return give('not-isolated', say('{containers} not isolated.', { containers: areContainers(open) }));
  if (unknown > 0)
    return give('unknown', say('{containers} not known to be isolated.', { containers: areContainers(unknown) }));
  if (remarked > 0)
    return give(
      'isolated-with-remarks',
      say('{containers} isolated with remarks.', { containers: areContainers(remarked) }),
    );
  const isolated = count('isolated');
  if (isolated === 0) return give('not-running', say('No container runs.'));
  return give('isolated', say('All containers that run are isolated.'));
}

function areContainers(count: number): Words {
  return count === 1 ? say('1 container is') : say('{count} containers are', { count });
}

/** The host is known no better than the container that was checked first; null where one rests on no check. */
function oldestOf(verdicts: readonly Verdict[]): number | null {
  const times = verdicts.flatMap(({ state, checkedAt }) => (state === 'not-running' ? [] : [checkedAt]));
  const known = times.flatMap((time) => time ?? []);
  return known.length === 0 || known.length < times.length ? null : Math.min(...known);
}
