/** The labels of a volume's files, which are all that of the volume. What somebody moved there brought another along; it keeps that for the day when it is no volume any more. */

import type { Judged, LabelledTree } from '../labels/compare-labels.ts';
import type { Found } from '../labels/walk-tree.ts';
import { labelIfAny } from '../native/labels.ts';
import { type Inspection, problemOfFile } from './inspect-folder.ts';
import { giveLabel } from './kept-label.ts';

export interface VolumeToCompare {
  readonly source: string;
  /** The whole context. */
  readonly label: string;
  readonly inspection: Inspection;
}

export function volumeTree({ source, label, inspection }: VolumeToCompare): LabelledTree {
  return { root: source, judge: (found) => judge(found, label, inspection), relabel: giveLabel };
}

function judge(found: Found, expected: string, { namedElsewhere }: Inspection): Judged | undefined {
  const { path } = found;
  if (found.kind === 'skipped') return { type: 'skipped', path, because: found.because };
  const { fd, status } = found;
  const actual = labelIfAny(fd) ?? null;
  if (actual === expected) return undefined;
  if (!status.isDirectory() && namedElsewhere.has(status.ino)) return { type: 'skipped', path, because: `it has ${status.nlink} names, and not all of them lie in this folder` };
  const problem = problemOfFile(fd, status, { mayBeOfContainers: true });
  return problem === undefined ? { type: 'drifted', path, actual, expected, wanted: expected } : { type: 'skipped', path, because: `it ${problem}` };
}
