// SPDX-License-Identifier: Apache-2.0
/**
 * Finds volumes that were attached when more folders were allowed than now: they continue to work, and an administrator
 * should know about them.
 */

import { closeSync, fstatSync } from 'node:fs';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { problemOfGiving } from '../admission/admit-source.ts';
import { openAttached } from '../labels/open-on-volume.ts';
import { type VolumeList, volumeListPath } from '../admission/volume-list.ts';
import type { VolumeSteps } from '../volume-steps.ts';

export function judgeVolumeSources(volumes: Pick<VolumeSteps, 'all'>, list: VolumeList): readonly GivenFinding[] {
  const users = volumes.all();
  return [...new Set(users.map(({ volume }) => volume.source))].flatMap((source) => {
    const problem = problemOf(source, list);
    return problem === undefined
      ? []
      : [
          findingOf(
            source,
            users.flatMap(({ name, volume }) => (volume.source === source ? [name] : [])),
            problem,
          ),
        ];
  });
}

/**
 * The giver is not recorded: it is enough that the folder's owner could give it. A folder that is not the attached one
 * is no volume.
 */
function problemOf(path: string, list: VolumeList): Words | undefined {
  const folder = openAttached(path);
  if (folder === undefined) return undefined;
  try {
    return problemOfGiving({ path, folder, by: { uid: fstatSync(folder).uid }, list });
  } finally {
    closeSync(folder);
  }
}

function findingOf(source: string, containers: readonly string[], problem: Words): GivenFinding {
  return {
    kind: 'unlisted-volume',
    id: `unlisted-volume:${source}`,
    severity: 'weak',
    containers: [...containers],
    source,
    summary:
      containers.length === 1
        ? say(
            '{container} has the volume {source}, which could not be given to a container any more: ' +
              'root of a container is root of all files on its volumes.',
            { container: containers[0] ?? '', source },
          )
        : say(
            '{containers} have the volume {source}, which could not be given to a container any more: ' +
              'root of a container is root of all files on its volumes.',
            { containers: listWords(containers), source },
          ),
    evidence: [say('{source}: {problem}', { source, problem })],
    fix: {
      by: 'advice',
      summary: say('Detach it, or, if a container is to have it, list it in {volumeListPath}.', { volumeListPath }),
    },
  };
}
