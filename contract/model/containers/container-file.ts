// SPDX-License-Identifier: Apache-2.0
/**
 * A file of a container, as its own root sees it. Names are bytes in the kernel: what is no UTF-8 in one stands in a text
 * as a lone surrogate from U+DC80 to U+DCFF for each such byte, so that every file can be named.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { ownerSchema, timeSchema } from '../names.ts';
import { t } from '../../text.ts';

/** The longest path that the kernel takes. */
const maxPathLength = 4095;
const maxNameLength = 255;

/** Accepts a single name in a folder, without a slash. */
export const fileNameSchema = makeOnce(() =>
  z
    .string()
    .min(1, t('must not be empty'))
    .max(maxNameLength, t('must have at most {max} characters', { max: maxNameLength }))
    .refine((name) => !/[/\0]/.test(name), t('must not hold a slash or NUL'))
    .refine((name) => name !== '.' && name !== '..', t('must not be . or ..')),
);

/**
 * Accepts a whole path in a container, written in one way only; `/` is its root. Links in it lead no further than that
 * root.
 */
export const filePathSchema = makeOnce(() =>
  z
    .string()
    .max(maxPathLength)
    .refine((path) => path.startsWith('/'), t('must be a whole path, which begins with /'))
    .refine(
      (path) =>
        path === '/' ||
        path
          .slice(1)
          .split('/')
          .every((name) => fileNameSchema().safeParse(name).success),
      t('must have no empty part, no . and no .., and no part of more than 255 characters'),
    ),
);

const fileKindSchema = makeOnce(() => z.enum(['file', 'folder', 'link', 'pipe', 'socket', 'device']));
export type FileKind = z.infer<ReturnType<typeof fileKindSchema>>;

/** Accepts an id of a user or a group in a container. */
export const insideIdSchema = makeOnce(() => z.number().int().min(0).max(65_535));

/** The nine permissions, sticky, set-user-ID and set-group-ID, as chmod(1) counts them. */
export const fileModeSchema = makeOnce(() => z.number().int().min(0).max(0o7777));

/** Changes with each change of the content, the mode or the owner. A version is only compared with another one. */
export const fileVersionSchema = makeOnce(() =>
  z
    .string()
    .max(63)
    .regex(/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/, t('must be a version that was read')),
);

export const containerFileSchema = makeOnce(() =>
  z.strictObject({
    /** Is empty for the root. */
    name: z.string(),
    kind: fileKindSchema(),
    bytes: z.number().int(),
    mode: fileModeSchema(),
    user: ownerSchema(),
    group: ownerSchema(),
    modifiedAt: timeSchema(),
    /** Gives the SELinux context; null where its file system keeps none. */
    label: z.string().nullable(),
    /**
     * Gives the path that a link leads to, as it is written: text that the container chose. Null for what is no link.
     */
    target: z.string().nullable(),
    version: fileVersionSchema(),
  }),
);
export type ContainerFile = z.infer<ReturnType<typeof containerFileSchema>>;

/** Gives the path of a file in a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The folder that a path lies in; `/` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** The last part of a path; empty for the root. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
