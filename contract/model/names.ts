// SPDX-License-Identifier: Apache-2.0
/** Schemas of the small words that travel everywhere: names, identifiers, times. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { t } from '../text.ts';

/** No `..` and no dot at the end: a path and a resolver would read more into them. */
const hasPlainDots = (name: string): boolean => !name.includes('..') && !name.endsWith('.');
const plainDots = t('must not hold two dots in a row, nor end in a dot');

/** A container's name: what LXC, a path, a cgroup and a host name all accept. No leading dot or dash. */
export const containerNameSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      t('must begin with a letter or digit and use only letters, digits, ., - and _, at most 63'),
    )
    .refine(hasPlainDots, plainDots),
);

/** An image's name in the image store; the same alphabet as a container's. */
export const imageNameSchema = containerNameSchema;

/** A user of a container, by name: what `useradd` accepts, and nothing that a program could take for an option. */
export const userNameSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9._-]{0,31}$/,
      t('must begin with a letter or _ and use only letters, digits, ., - and _, at most 32'),
    )
    .refine(hasPlainDots, plainDots),
);

/** Accepts the name of a user or a group of the host. A user without a name is named by the number. */
export const accountNameSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9._-]{0,31}$/,
      t('must be the name of a user or group: at most 32 letters, digits, dots, dashes and underscores'),
    )
    .refine(hasPlainDots, plainDots),
);

/** A network interface's name (IFNAMSIZ is 16 with the final NUL). */
export const interfaceNameSchema = makeOnce(() =>
  z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9._-]{0,14}$/, t('must be an interface name of at most 15 characters'))
    .refine(hasPlainDots, plainDots),
);

/** Seconds since the epoch, with a fraction. */
export const timeSchema = makeOnce(() => z.number().nonnegative());

/** Accepts a time of day by the clock of the host. */
export const timeOfDaySchema = makeOnce(() =>
  z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, t('must be a time of day such as 03:00')),
);

/** An id of a user or a group, as a container has it, and as the host has it. */
export const ownerSchema = makeOnce(() =>
  z.strictObject({
    /** Null for an id of the host that the container has no name for. */
    inside: z.number().int().nullable(),
    host: z.number().int(),
  }),
);
export type FileOwner = z.infer<ReturnType<typeof ownerSchema>>;
