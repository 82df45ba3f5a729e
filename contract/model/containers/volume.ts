// SPDX-License-Identifier: Apache-2.0
/** Describes a volume: a folder of the host that containers are given, at a place of their own. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/**
 * Says whether the path has no parts that lead elsewhere or nowhere. Only paths that can be written in one way can be
 * compared.
 */
const isPlain = (path: string): boolean =>
  path
    .split('/')
    .slice(1)
    .every((part) => part !== '' && part !== '.' && part !== '..');

/** Accepts a folder of the host. The host says whether it may be given away. */
export const volumeSourceSchema = makeOnce(() =>
  z
    .string()
    .max(1024)
    .regex(/^\/[^/]/, t('must be the whole path of a folder of the host, below /'))
    .refine(isPlain, t('must have no empty part, no . and no ..'))
    .refine((path) => !controls.test(path), t('must not hold control characters')),
);

/** What a file system in memory or of the kernel lies on in a container. */
const mountedInside = /^\/(?:proc|sys|dev|run|tmp)(?:\/|$)/;

/**
 * Accepts the path by which a container sees the volume. It stands in LXC's configuration, so its alphabet is small.
 */
export const volumeTargetSchema = makeOnce(() =>
  z
    .string()
    .max(255)
    .regex(/^(?:\/[A-Za-z0-9._@+-]+)+$/, t('must be a whole path of letters, digits and ._@+-'))
    .refine(isPlain, t('must have no empty part, no . and no ..'))
    .refine(
      (path) => !mountedInside.test(path),
      t('must not lie in /proc, /sys, /dev, /run or /tmp, which a container mounts itself'),
    ),
);

/** A volume as it is asked for. */
export const newVolumeSchema = makeOnce(() =>
  z.strictObject({
    source: volumeSourceSchema(),
    target: volumeTargetSchema(),
    readOnly: z.boolean().default(false),
    /** Allows a folder that another stopped container has already; both reach it then. */
    share: z.boolean().default(false),
  }),
);
export type NewVolume = z.output<ReturnType<typeof newVolumeSchema>>;

/** Volumes that one container may have. */
export const maxVolumes = 32;

export const volumeSchema = makeOnce(() =>
  z.strictObject({
    source: z.string(),
    target: z.string(),
    readOnly: z.boolean(),
    /** The category that all containers sharing it hold, and no other; null when it is this container's alone. */
    category: z.number().int().nullable(),
  }),
);
export type Volume = z.infer<ReturnType<typeof volumeSchema>>;

/**
 * Says whether a path of the container lies on one of its volumes, which no snapshot holds. It goes by the text of the
 * path.
 */
export function isOnVolume(volumes: readonly Pick<Volume, 'target'>[], path: string): boolean {
  return volumes.some(({ target }) => path === target || path.startsWith(`${target}/`));
}
