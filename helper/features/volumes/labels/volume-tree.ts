// SPDX-License-Identifier: Apache-2.0
/**
 * The labels of a volume's files, which are all that of the volume. A file that somebody moved there had another label,
 * which it keeps for the time when it is no volume any more.
 */

import { say } from '../../../../contract/text.ts';
import type { Judged, LabelledTree } from '../../../selinux/labels/compare-labels.ts';
import { countNames, hasOtherNames, type NamesInTree } from '../../../selinux/labels/names-in-tree.ts';
import type { Found } from '../../../selinux/labels/walk-tree.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { problemOfFile } from '../../../selinux/labels/inspect-folder.ts';
import { giveLabel } from '../../../selinux/labels/kept-label.ts';

export interface VolumeToCompare {
  readonly source: string;
  /** The attached folder, open; the opener closes it. */
  readonly folder: number;
  /** Files get this whole context. */
  readonly label: string;
}

export function volumeTree({ source, folder, label }: VolumeToCompare): LabelledTree {
  const names = countNames({ path: source, folder });
  const rest: LabelledTree['rest'] = () =>
    names.incomplete().map(({ path, names: count }) => ({ type: 'skipped', path, reason: hasOtherNames(count) }));
  return { root: source, folder, judge: (found) => judge(found, label, names), relabel: giveLabel, rest };
}

function judge(found: Found, expected: string, names: NamesInTree): Judged | undefined {
  const { path } = found;
  if (found.kind === 'skipped') return { type: 'skipped', path, reason: found.reason };
  const { fd, status } = found;
  const actual = labelIfAny(fd) ?? null;
  if (actual === expected) return undefined;
  if (!names.addsLast(found)) return undefined;
  const problem = problemOfFile(fd, status, { mayBeOfContainers: true });
  return problem === undefined
    ? { type: 'drifted', path, actual, expected, wanted: expected }
    : { type: 'skipped', path, reason: say('it {problem}', { problem }) };
}
