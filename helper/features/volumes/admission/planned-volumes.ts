// SPDX-License-Identifier: Apache-2.0

import { namedVolumeOfSource } from '../../../../contract/model/containers/named-volume.ts';
import { say } from '../../../../contract/text.ts';
import type { PlannedVolumes } from '../ports.ts';
import { problemOfGiving } from './admit-source.ts';
import type { VolumeList } from './volume-list.ts';
import { problemOfSource } from './volume-source.ts';

export interface PlannedVolumesOptions {
  readonly list: () => VolumeList;
  readonly hasNamed: (name: string) => boolean;
}

/** Judges the paths of a plan as a volume is judged that is given, before its folder is looked at. */
export function createPlannedVolumes({ list, hasNamed }: PlannedVolumesOptions): PlannedVolumes {
  return {
    problemOf(path, by) {
      const name = namedVolumeOfSource(path);
      if (name !== undefined && !hasNamed(name)) return say('there is no volume {name}; create it first', { name });
      return problemOfSource(path) ?? problemOfGiving({ path, by, list: list() }) ?? null;
    },
  };
}
