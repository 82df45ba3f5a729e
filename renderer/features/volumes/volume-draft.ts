// SPDX-License-Identifier: Apache-2.0
/** Volumes as they are typed, checked by the contract's own schemas. */

import { sourceOfText, textOfSource } from '../../../contract/model/containers/named-volume.ts';
import { volumeSourceSchema, volumeTargetSchema } from '../../../contract/model/containers/volume.ts';
import { t } from '../../lib/language/t.ts';

export interface VolumeDraft {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export const emptyVolume: VolumeDraft = { source: '', target: '', readOnly: false };

/** What is wrong with each end; a row of a form says it where it stands. */
export interface VolumeProblem {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
}

/** Names each problem as the rest of a sentence, without a stop: `must be the whole path ...`. */
export function problemsOfVolume({ source, target }: VolumeDraft): VolumeProblem {
  return {
    source: volumeSourceSchema().safeParse(sourceOfText(source)).error?.issues[0]?.message,
    target: volumeTargetSchema().safeParse(target).error?.issues[0]?.message,
  };
}

/** Undefined when both ends can be used. */
export function problemOfVolume(volume: VolumeDraft): string | undefined {
  const { source, target } = problemsOfVolume(volume);
  if (source !== undefined) return t('The folder on the host {problem}', { problem: source });
  return target === undefined ? undefined : t('The path in the container {problem}', { problem: target });
}

/**
 * `SRC:DST`, or `SRC:DST:ro`, one or more with a comma and a space or on lines of their own between them; undefined
 * when one cannot be read.
 */
export function volumesOf(text: string): readonly VolumeDraft[] | undefined {
  const volumes = text
    .split(/,\s+|\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(volumeOf);
  return volumes.every((volume) => volume !== undefined && problemOfVolume(volume) === undefined)
    ? volumes.flatMap((volume) => volume ?? [])
    : undefined;
}

function volumeOf(text: string): VolumeDraft | undefined {
  const [, source, target, mode] = /^(.*?):([^:]*)(?::(ro|rw))?$/.exec(text) ?? [];
  return source === undefined || target === undefined
    ? undefined
    : { source: sourceOfText(source), target, readOnly: mode === 'ro' };
}

/** Writes the volumes as {@link volumesOf} reads them. */
export function formatVolumes(all: readonly VolumeDraft[]): string {
  return all
    .map(({ source, target, readOnly }) => `${textOfSource(source)}:${target}${readOnly ? ':ro' : ''}`)
    .join(', ');
}
