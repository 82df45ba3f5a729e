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

/** Undefined when both ends can be used. */
export function problemOfVolume({ source, target }: VolumeDraft): string | undefined {
  const ofSource = volumeSourceSchema().safeParse(sourceOfText(source)).error?.issues[0]?.message;
  if (ofSource !== undefined) return t('The folder on the host {problem}', { problem: ofSource });
  const ofTarget = volumeTargetSchema().safeParse(target).error?.issues[0]?.message;
  return ofTarget === undefined ? undefined : t('The path in the container {problem}', { problem: ofTarget });
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

/** As {@link volumesOf} reads them. */
export function formatVolumes(all: readonly VolumeDraft[]): string {
  return all
    .map(({ source, target, readOnly }) => `${textOfSource(source)}:${target}${readOnly ? ':ro' : ''}`)
    .join(', ');
}
