// SPDX-License-Identifier: Apache-2.0
/** Paths, modes and owners of files of a container, as they are typed. */

import { InvalidArgumentError } from 'commander';
import { parseMode } from '../../contract/wording/describe-file.ts';
import { filePathSchema, insideIdSchema } from '../../contract/model/containers/container-file.ts';

/** A trailing slash is what completion leaves. */
export function filePathArgument(text: string): string {
  const parsed = filePathSchema().safeParse(text === '/' ? text : text.replace(/\/+$/, ''));
  if (!parsed.success)
    throw new InvalidArgumentError(
      `A path in a container ${parsed.error.issues.map(({ message }) => message).join('; ')}.`,
    );
  return parsed.data;
}

export function filePathsArgument(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), filePathArgument(text)];
}

export function modeArgument(text: string): number {
  const mode = parseMode(text);
  if (mode === undefined) throw new InvalidArgumentError('A mode is one to four octal digits, such as 0644.');
  return mode;
}

export interface OwnerArgument {
  readonly user?: number;
  readonly group?: number;
}

/** `USER`, `USER:GROUP` or `:GROUP`, by ids. */
export function ownerArgument(text: string): OwnerArgument {
  const [, user = '', group = ''] = /^(\d*)(?::(\d+))?$/.exec(text) ?? [];
  const [one, other] = [user, group].map((id) => (id === '' ? undefined : insideIdSchema().safeParse(Number(id)).data));
  if ((one === undefined && user !== '') || (other === undefined && group !== '') || (user === '' && group === ''))
    throw new InvalidArgumentError('An owner is USER, USER:GROUP or :GROUP, by ids of the container from 0 to 65535.');
  return { ...(one !== undefined && { user: one }), ...(other !== undefined && { group: other }) };
}
