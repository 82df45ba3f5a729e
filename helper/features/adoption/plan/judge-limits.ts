// SPDX-License-Identifier: Apache-2.0
/** Limits of a configuration as those of the new container, which gets the usual ones where it had none. */

import { defaultLimits, type Limits, limitsSchema } from '../../../../contract/model/containers/limits.ts';
import { limitKindOf } from '../../../../contract/model/settings/limit-kinds.ts';
import { say } from '../../../../contract/text.ts';
import { type CgroupLimitKey, cgroupLimitKeys, limitsOf } from '../../../cgroup/limits.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { type Judged, kept, leftOut, replaced, type Verdict } from './verdict.ts';

/** `lines`: those that have an effect. */
export function judgeLimits(lines: readonly SourcedLine[]): Judged<Limits> {
  const verdicts = new Map<SourcedLine, Verdict>();
  const present = limitsOf(lines);
  let choice = defaultLimits;
  for (const line of lines) {
    const key = limitOfLine(line.key);
    if (key === undefined) continue;
    const parsed = limitsSchema().shape[key].safeParse(present[key]);
    if (present[key] === null && key === 'swapBytes')
      verdicts.set(line, replaced(say('Nothing of a limited container is swapped out.')));
    else if (present[key] === null) verdicts.set(line, replaced(say('The usual limit takes its place.')));
    else if (!parsed.success)
      verdicts.set(
        line,
        replaced(say('It {message}.', { message: parsed.error.issues[0]?.message ?? 'is not possible' })),
      );
    else {
      verdicts.set(line, kept(say('It has this limit.')));
      choice = { ...choice, [key]: parsed.data };
    }
  }
  for (const line of lines)
    if (!verdicts.has(line) && /^lxc\.cgroup2?\./.test(line.key)) verdicts.set(line, judgeOther(line));
  return { choice, verdicts };
}

function limitOfLine(line: string): CgroupLimitKey | undefined {
  return cgroupLimitKeys.find((key) => limitKindOf(key).line === line);
}

function judgeOther({ key }: SourcedLine): Verdict {
  if (key.startsWith('lxc.cgroup.dir') || key === 'lxc.cgroup.relative')
    return replaced(say("It runs in LXC's usual cgroup."));
  if (/^lxc\.cgroup2?\.devices\./.test(key))
    return replaced(say('It has the few harmless devices that every container has.'));
  if (key.startsWith('lxc.cgroup2.cgroup.max.')) return replaced(say('How many cgroups it may make is limited.'));
  if (key.startsWith('lxc.cgroup.')) return leftOut(say('It is of cgroup v1, and has no effect on this host.'));
  return leftOut(say('Bulkhead has no such limit.'));
}
