// SPDX-License-Identifier: Apache-2.0
/** `SRC:DST[:ro]`: a folder of the host or the name of a named volume, and where the container sees it. */

import { InvalidArgumentError } from 'commander';
import { namedVolumeNameSchema, sourceOfText } from '../../contract/model/containers/named-volume.ts';
import { volumeSourceSchema, volumeTargetSchema } from '../../contract/model/containers/volume.ts';

export interface VolumeArgument {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** The target has no colon, so the source may have some. */
export function volumeArgument(text: string): VolumeArgument {
  const [, given = '', target = '', mode] = /^(.*?):([^:]*)(?::(ro|rw))?$/.exec(text) ?? [];
  const source = sourceOfText(given);
  const problem =
    volumeSourceSchema().safeParse(source).error?.issues[0] ?? volumeTargetSchema().safeParse(target).error?.issues[0];
  if (problem !== undefined)
    throw new InvalidArgumentError(
      `A volume is SRC:DST or SRC:DST:ro, both whole paths, or SRC a named volume; one ${problem.message}.`,
    );
  return { source, target, readOnly: mode === 'ro' };
}

export function volumesArgument(text: string, before: readonly VolumeArgument[] = []): readonly VolumeArgument[] {
  return [...before, volumeArgument(text)];
}

export function targetArgument(text: string): string {
  const parsed = volumeTargetSchema().safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError(`The place of a volume ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
  return parsed.data;
}

export function sourceArgument(text: string): string {
  const parsed = volumeSourceSchema().safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError(`A folder of the host ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
  return parsed.data;
}

export function namedVolumeArgument(text: string): string {
  const parsed = namedVolumeNameSchema().safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError(`The name of a volume ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
  return parsed.data;
}
