// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the labels of volumes' files with those of the volumes. A file that somebody moved there keeps its label,
 * and so belongs to the container that this label names.
 */

import { closeSync } from 'node:fs';
import { isFailure } from '../../../../contract/errors.ts';
import type { GivenLabelItem } from '../../../../contract/operations/containers/label.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { compareLabels } from '../../../selinux/labels/compare-labels.ts';
import { isOfContainers } from '../../../selinux/labels/kept-label.ts';
import { isAttached, openAttached } from '../labels/open-on-volume.ts';
import { volumeTree } from '../labels/volume-tree.ts';
import type { VolumeSteps } from '../volume-steps.ts';

export type VolumesToJudge = Pick<VolumeSteps, 'all' | 'labelOf'>;

/** The largest number of files that a finding names one by one. */
const maxNamed = 20;

export async function judgeVolumeLabels(
  volumes: VolumesToJudge,
  signal: AbortSignal,
): Promise<readonly GivenFinding[]> {
  const users = volumes.all();
  const found: GivenFinding[] = [];
  for (const source of new Set(users.map(({ volume }) => volume.source))) {
    const label = isAttached(source) ? labelIfKnown(volumes, source) : undefined;
    if (label === undefined) continue;
    const names = users.filter(({ volume }) => volume.source === source).map(({ name }) => name);
    found.push(...findingOf(source, names, await driftedIn(source, label, signal)));
  }
  return found;
}

/** Undefined while the policy does not know it, which another finding reports. */
function labelIfKnown(volumes: VolumesToJudge, source: string): string | undefined {
  try {
    return volumes.labelOf(source);
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

type Drifted = Omit<Extract<GivenLabelItem, { type: 'drifted' }>, 'type'>;

async function driftedIn(source: string, label: string, signal: AbortSignal): Promise<readonly Drifted[]> {
  const folder = openAttached(source);
  if (folder === undefined) return [];
  const drifted: Drifted[] = [];
  try {
    for await (const item of compareLabels(
      { trees: [volumeTree({ source, folder, label })], isRestoring: false },
      signal,
    )) {
      if (item.type === 'drifted') drifted.push({ path: item.path, actual: item.actual, expected: item.expected });
    }
  } finally {
    closeSync(folder);
  }
  return drifted;
}

function findingOf(
  source: string,
  containers: readonly string[],
  drifted: readonly Drifted[],
): readonly GivenFinding[] {
  const [first] = drifted;
  const [container] = containers;
  if (first === undefined || container === undefined) return [];
  const others = drifted.filter(({ actual }) => actual !== null && isOfContainers(actual)).length;
  return [
    {
      kind: 'volume-labels',
      id: `volume-labels:${source}`,
      severity: others === 0 ? 'notice' : 'weak',
      containers: [...containers],
      source,
      count: drifted.length,
      examples: drifted
        .slice(0, maxNamed)
        .map(({ path, actual, expected }) => ({ path, actual: actual ?? 'no label', expected })),
      summary: wordsOf({ source, count: drifted.length, others, names: listWords(containers) }),
      evidence: [`${first.path}: ${first.actual ?? 'no label'}, as the volume ${first.expected}`],
      fix: {
        by: 'helper',
        operation: 'restore-labels',
        container,
        summary: say('What is moved onto a volume keeps its label. Give all of its files that of the volume.'),
      },
    },
  ];
}

interface Drift {
  readonly source: string;
  readonly count: number;
  /** Another container could use so many of them. */
  readonly others: number;
  readonly names: Words;
}

function wordsOf({ source, count, others, names }: Drift): Words {
  if (count === 1)
    return others === 0
      ? say('A file on the volume {source} has another label than the volume: so {names} cannot use it.', {
          source,
          names,
        })
      : say(
          'A file on the volume {source} has another label than the volume: that of another container, ' +
            'which could use it in place of {names}.',
          { source, names },
        );
  if (others === 0)
    return say('{count} files on the volume {source} have another label than the volume: so {names} cannot use them.', {
      count,
      source,
      names,
    });
  if (others === count)
    return say(
      '{count} files on the volume {source} have another label than the volume: that of another container, ' +
        'which could use them in place of {names}.',
      { count, source, names },
    );
  return others === 1
    ? say(
        '{count} files on the volume {source} have another label than the volume: 1 of them that of another ' +
          'container, which could use it in place of {names}.',
        { count, source, names },
      )
    : say(
        '{count} files on the volume {source} have another label than the volume: {others} of them that of ' +
          'another container, which could use them in place of {names}.',
        { count, source, others, names },
      );
}
