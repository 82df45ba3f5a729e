// SPDX-License-Identifier: Apache-2.0
/** What is chosen for a container beside its limits, its confinement, its volumes and its tags. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

/** Accepts one line in which nothing moves or hides other text where it is shown. */
const lineSchema = makeOnce(() =>
  z.string().regex(/^[^\p{Cc}\p{Bidi_Control}\u2028\u2029]*$/u, t('must be one line of visible characters')),
);

/** Starts with the host: containers of a lower order first, then, for the seconds of the delay, none. */
const autostartSchema = makeOnce(() =>
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
const hostnameSchema = makeOnce(() =>
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
const ipv4Schema = makeOnce(() =>
  z
    .ipv4(t('must be an IPv4 address such as 10.0.3.20'))
    .refine((address) => !/^(?:0|127|22[4-9]|2[3-5]\d)\./.test(address), t('must be the address of one machine')),
);

const domainNameSchema = makeOnce(() =>
  z
    .string()
    .max(253, t('must hold at most 253 characters'))
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
      t('must be a domain such as example.org'),
    ),
);

/** A resolver asks no more than three servers (`resolv.conf(5)`). */
const maxNameservers = 3;
const maxSearchDomains = 6;

const isEachOnce = (all: readonly string[]): boolean => new Set(all).size === all.length;

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

const maxArguments = 200;

/**
 * A word of the program that runs in place of an init. LXC reads it between quotes of one kind, and has no other way to
 * write one.
 */
const argumentSchema = makeOnce(() =>
  lineSchema()
    .max(4096, t('must hold at most 4096 characters'))
    .refine((word) => !(word.includes("'") && word.includes('"')), t('must not hold both kinds of quotes')),
);

/** `nginx`, `101`, or with a group: `101:0`. */
const userSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?$/,
      t('must be a user such as nginx or 101, or one with a group such as 101:0'),
    ),
);

const folderSchema = makeOnce(() =>
  lineSchema()
    .max(1024, t('must hold at most 1024 characters'))
    .regex(/^\//, t('must be a whole path such as /srv'))
    .refine((path) => path === path.trim(), t('must not begin or end with a space')),
);

const variableSchema = makeOnce(() => z.strictObject({ name: variableNameSchema(), value: variableValueSchema() }));
export type Variable = z.infer<ReturnType<typeof variableSchema>>;

/** The key is not judged here: what may be given is said where it is given. */
const lxcLineSchema = makeOnce(() =>
  z.strictObject({
    key: lineSchema().max(200, t('must hold at most 200 characters')),
    value: lineSchema().max(1024, t('must hold at most 1024 characters')),
  }),
);
export type LxcLine = z.infer<ReturnType<typeof lxcLineSchema>>;

export const maxLines = 50;

export const settingsSchema = makeOnce(() =>
  z.strictObject({
    /** Describes the container in a sentence, for people. */
    description: lineSchema().max(200, t('must hold at most 200 characters')),
    /** Null for one that a person starts. */
    autostart: autostartSchema().nullable(),
    /** Null for its own name. */
    hostname: hostnameSchema().nullable(),
    /**
     * In alphabetical order, each name once. Of its init and of commands and terminals; services of systemd get those that
     * their unit names with PassEnvironment=.
     */
    environment: z.array(variableSchema()).max(maxVariables),
    /**
     * The IPv4 address that the DHCP server of its network gives to it and to no other container; null for any that is
     * free.
     */
    address: ipv4Schema().nullable().default(null),
    /** DNS servers that the DHCP server of its network names to it, in this order; without any, the host's own. */
    nameservers: z
      .array(ipv4Schema())
      .max(maxNameservers, t('must hold at most {max} servers', { max: maxNameservers }))
      .refine(isEachOnce, t('must not hold the same twice'))
      .default([]),
    /** Domains in which it looks for names without a dot, in this order. */
    searchDomains: z
      .array(domainNameSchema())
      .max(maxSearchDomains, t('must hold at most {max} domains', { max: maxSearchDomains }))
      .refine(isEachOnce, t('must not hold the same twice'))
      .default([]),
    /**
     * The program that it runs in place of an init of its image, with its arguments; empty for the init of its image. A
     * small init of the host's runs it, passes signals on, and ends with it.
     */
    program: z
      .array(argumentSchema())
      .max(maxArguments, t('must hold at most {max} words', { max: maxArguments }))
      .refine(([first]) => first !== '', t('must begin with a program'))
      .default([]),
    /** The user that runs the program, by name or number, with a group where one is named; null for root. */
    user: userSchema().nullable().default(null),
    /** The folder that the program begins in; null for `/`. */
    folder: folderSchema().nullable().default(null),
    /** Names the signal by which the program is asked to end; null means SIGTERM. */
    stopSignal: z.enum(stopSignals).nullable().default(null),
    /** Holds further lines of its configuration of LXC, in alphabetical order of their keys, each key once. */
    lines: z
      .array(lxcLineSchema())
      .max(maxLines, t('must hold at most {max} lines', { max: maxLines }))
      .default([]),
  }),
);
export type Settings = z.infer<ReturnType<typeof settingsSchema>>;
export type SettingKey = keyof Settings;
export const noSettings: Settings = {
  description: '',
  autostart: null,
  hostname: null,
  environment: [],
  address: null,
  nameservers: [],
  searchDomains: [],
  program: [],
  user: null,
  folder: null,
  stopSignal: null,
  lines: [],
};

export const settingKeys = Object.keys(noSettings) as readonly (keyof Settings)[];

/** How the program is run that a container has in place of an init. */
export type ProgramSettings = Pick<Settings, 'program' | 'user' | 'folder' | 'stopSignal'>;

/** What the DHCP server of its network gives a container beside its lease. */
export type NetworkSettings = Pick<Settings, 'address' | 'nameservers' | 'searchDomains'>;

/** Says whether the DHCP server has to give the container anything of its own. */
export function isReserved({ address, nameservers, searchDomains }: NetworkSettings): boolean {
  return address !== null || nameservers.length + searchDomains.length > 0;
}

/** Says when a changed setting is in force. What init reads, it reads at its start. */
export const settingApplies: Readonly<Record<SettingKey, 'live' | 'next-start'>> = {
  description: 'live',
  autostart: 'live',
  hostname: 'next-start',
  environment: 'next-start',
  address: 'next-start',
  nameservers: 'next-start',
  searchDomains: 'next-start',
  program: 'next-start',
  user: 'next-start',
  folder: 'next-start',
  stopSignal: 'next-start',
  lines: 'next-start',
};
