// SPDX-License-Identifier: Apache-2.0
/**
 * The values that a setting of a container can have. Each is limited, since it comes from a client and goes into a file
 * of root.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

/** Accepts one line in which nothing moves or hides other text where it is shown. */
export const lineSchema = makeOnce(() =>
  z.string().regex(/^[^\p{Cc}\p{Bidi_Control}\u2028\u2029]*$/u, t('must be one line of visible characters')),
);

/** Starts with the host: containers of a lower order first, then, for the seconds of the delay, none. */
export const autostartSchema = makeOnce(() =>
  z.strictObject({
    order: z
      .number()
      .int(t('must be a whole number'))
      .min(0, t('must be at least 0'))
      .max(999, t('must be at most 999'))
      .default(100),
    delaySeconds: z
      .number()
      .int(t('must be a whole number'))
      .min(0, t('must be at least 0 s'))
      .max(600, t('must be at most 600 s'))
      .default(0),
  }),
);
export type Autostart = z.infer<ReturnType<typeof autostartSchema>>;

/** What hostname(7) allows, without dots at the ends. */
export const hostnameSchema = makeOnce(() =>
  z
    .string()
    .max(63, t('must hold at most 63 characters'))
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
      t('must hold letters, digits, dashes and dots only'),
    ),
);

/** Names that say something about the container itself, which init sets. */
const reservedVariables: readonly string[] = ['container', 'container_uuid', 'container_ttys', 'LISTEN_PID'];

export const variableNameSchema = makeOnce(() =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, t('must be a name such as LANG, of letters, digits and underscores'))
    .refine((name) => !reservedVariables.includes(name), t('is set by the container itself; choose another')),
);

/** LXC takes spaces away at both ends. */
export const variableValueSchema = makeOnce(() =>
  lineSchema()
    .max(1024, t('must hold at most 1024 characters'))
    .refine((value) => value === value.trim(), t('must not begin or end with a space')),
);

export const maxVariables = 100;

/** An address that a container, or a server, can have: none of a net, a loopback or a group. */
export const ipv4Schema = makeOnce(() =>
  z
    .ipv4(t('must be an IPv4 address such as 10.0.3.20'))
    .refine((address) => !/^(?:0|127|22[4-9]|2[3-5]\d)\./.test(address), t('must be the address of one machine')),
);

export const domainNameSchema = makeOnce(() =>
  z
    .string()
    .max(253, t('must hold at most 253 characters'))
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
      t('must be a domain such as example.org'),
    ),
);

/** A resolver asks no more than three servers (`resolv.conf(5)`). */
export const maxNameservers = 3;
export const maxSearchDomains = 6;

export const isEachOnce = (all: readonly string[]): boolean => new Set(all).size === all.length;

/** Signals by which programs are asked to end. */
export const stopSignals = [
  'SIGTERM',
  'SIGQUIT',
  'SIGINT',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGRTMIN+3',
] as const;

export const maxArguments = 200;

/**
 * A word of the program that runs in place of an init. LXC reads it between quotes of one kind, and has no other way to
 * write one.
 */
export const argumentSchema = makeOnce(() =>
  lineSchema()
    .max(4096, t('must hold at most 4096 characters'))
    .refine((word) => !(word.includes("'") && word.includes('"')), t('must not hold both kinds of quotes')),
);

/** `nginx`, `101`, or with a group: `101:0`. */
export const userSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?$/,
      t('must be a user such as nginx or 101, or one with a group such as 101:0'),
    ),
);

export const folderSchema = makeOnce(() =>
  lineSchema()
    .max(1024, t('must hold at most 1024 characters'))
    .regex(/^\//, t('must be a whole path such as /srv'))
    .refine((path) => path === path.trim(), t('must not begin or end with a space')),
);

export const variableSchema = makeOnce(() =>
  z.strictObject({ name: variableNameSchema(), value: variableValueSchema() }),
);
export type Variable = z.infer<ReturnType<typeof variableSchema>>;

/** The key is not judged here: what may be given is said where it is given. */
export const lxcLineSchema = makeOnce(() =>
  z.strictObject({
    key: lineSchema().max(200, t('must hold at most 200 characters')),
    value: lineSchema().max(1024, t('must hold at most 1024 characters')),
  }),
);
export type LxcLine = z.infer<ReturnType<typeof lxcLineSchema>>;

export const maxLines = 50;
