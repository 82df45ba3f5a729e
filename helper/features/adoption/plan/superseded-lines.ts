// SPDX-License-Identifier: Apache-2.0
/** Which lines of a configuration have no effect, because of later ones. */

import { say } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { leftOut, type Verdict, type Verdicts } from './verdict.ts';

/** Keys whose lines add up; an empty line discards those before it. Of any other key the last line counts. */
const adding = new RegExp(
  String.raw`^lxc\.(?:idmap|mount\.(?:entry|auto)|environment(?:\.|$)|cap\.|group$|hook\.|include$|` +
    String.raw`cgroup2?\.devices\.|net\.\d+\.ipv[46]\.address|apparmor\.raw)`,
);

/** The time grows with the number of lines alone: who may write an included file is not always root. */
export function supersededLines(lines: readonly SourcedLine[]): Verdicts {
  const verdicts = new Map<SourcedLine, Verdict>();
  const seen = new Set<string>();
  const discarded = new Set<string>();
  for (const line of lines.toReversed()) {
    const { key, value } = line;
    const later = seen.has(key) ? leftOut(say('A later line has another value.')) : undefined;
    const verdict = adding.test(key) ? addingVerdict(line, discarded.has(key)) : later;
    if (verdict !== undefined) verdicts.set(line, verdict);
    seen.add(key);
    if (value === '') discarded.add(key);
  }
  return verdicts;
}

function addingVerdict({ key, value }: SourcedLine, isDiscarded: boolean): Verdict | undefined {
  if (value === '') return leftOut(say('It only discards the lines of this key before it.'));
  return isDiscarded && key !== 'lxc.include' ? leftOut(say('A later empty line discards it.')) : undefined;
}
