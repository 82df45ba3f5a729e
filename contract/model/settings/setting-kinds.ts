// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of a container beside its limits: the values, the names, the texts of each, and when it is in force. The
 * schemas, the change, the words, the command line, the file for `apply` and the draft of the window follow this table.
 */

import * as z from 'zod';
import { egressSchema } from '../../rules/egress.ts';
import { t, untranslated } from '../../text.ts';
import {
  argumentSchema,
  autostartSchema,
  domainNameSchema,
  folderSchema,
  hostnameSchema,
  ipv4Schema,
  isEachOnce,
  lineSchema,
  lxcLineSchema,
  maxArguments,
  maxLines,
  maxNameservers,
  maxSearchDomains,
  maxVariables,
  stopSignals,
  userSchema,
  variableSchema,
} from './setting-schemas.ts';

/**
 * Says how a value is written and read: a text that may be empty, a text or none, a list between commas, the words of a
 * command, the time of autostart, what may be reached, or values that have a name each.
 */
export type SettingForm = 'text' | 'optional' | 'list' | 'words' | 'autostart' | 'egress' | 'variables' | 'lines';

export interface SettingKind {
  readonly form: SettingForm;
  readonly schema: () => z.ZodType;
  /** The value of a container for which nothing is chosen. */
  readonly none: '' | null | readonly [];
  /**
   * Names the key of `set`, and the field of a file for `apply`; named values are `env.NAME` and `lxc.KEY` in `set`.
   */
  readonly word: string;
  /** Explains the field of a file for `apply`. */
  readonly file: string;
  /** Names the setting in the middle of a sentence. */
  readonly title: string;
  /** Says what the container has without a choice. */
  readonly without: string;
  /** Says when a change is in force. What init reads, it reads at its start. */
  readonly applies: 'live' | 'next-start';
  /** Describes the text field of the window; null where the window has a form of its own for it. */
  readonly field: { readonly label: string; readonly hint: string; readonly placeholder: string } | null;
}

export const settingKinds = {
  /** Describes the container in a sentence, for people. */
  description: {
    form: 'text',
    schema: () => lineSchema().max(200, t('must hold at most 200 characters')),
    none: '',
    word: 'description',
    file: untranslated('a sentence about it, for people'),
    title: t('description'),
    without: t('none'),
    applies: 'live',
    field: {
      label: t('Description'),
      hint: t('A sentence for people, shown with the container. In force now.'),
      placeholder: '',
    },
  },
  /** Null for one that a person starts. */
  autostart: {
    form: 'autostart',
    schema: () => autostartSchema().nullable(),
    none: null,
    word: 'autostart',
    file: untranslated('whether it starts with the host: true, false, or its order'),
    title: t('autostart'),
    without: t('none'),
    applies: 'live',
    field: null,
  },
  /** Null for its own name. */
  hostname: {
    form: 'optional',
    schema: () => hostnameSchema().nullable(),
    none: null,
    word: 'hostname',
    file: untranslated('what it calls itself; none for its name'),
    title: t('host name'),
    without: t('its name'),
    applies: 'next-start',
    field: {
      label: t('Host name'),
      hint: t('The name of the container when empty. Applies at next start.'),
      placeholder: '',
    },
  },
  /**
   * In alphabetical order, each name once. Of its init and of commands and terminals; services of systemd get those that
   * their unit names with PassEnvironment=.
   */
  environment: {
    form: 'variables',
    schema: () => z.array(variableSchema()).max(maxVariables),
    none: [],
    word: 'environment',
    file: untranslated('variables of its init, and of commands in it'),
    title: t('environment'),
    without: t('none'),
    applies: 'next-start',
    field: null,
  },
  /**
   * The IPv4 address that the DHCP server of its network gives to it and to no other container; null for any that is
   * free.
   */
  address: {
    form: 'optional',
    schema: () => ipv4Schema().nullable(),
    none: null,
    word: 'address',
    file: untranslated('a fixed IPv4 address on the bridge; none for any'),
    title: t('address'),
    without: t('any'),
    applies: 'next-start',
    field: null,
  },
  /** DNS servers that the DHCP server of its network names to it, in this order; without any, the host's own. */
  nameservers: {
    form: 'list',
    schema: () =>
      z
        .array(ipv4Schema())
        .max(maxNameservers, t('must hold at most {max} servers', { max: maxNameservers }))
        .refine(isEachOnce, t('must not hold the same twice')),
    none: [],
    word: 'dns',
    file: untranslated("DNS servers; an empty list for the host's"),
    title: t('DNS servers'),
    without: t("the host's"),
    applies: 'next-start',
    field: {
      label: t('DNS servers'),
      hint: t('At most three addresses; the host answers when empty.'),
      placeholder: '192.0.2.53 192.0.2.54',
    },
  },
  /** Domains in which it looks for names without a dot. */
  searchDomains: {
    form: 'list',
    schema: () =>
      z
        .array(domainNameSchema())
        .max(maxSearchDomains, t('must hold at most {max} domains', { max: maxSearchDomains }))
        .refine(isEachOnce, t('must not hold the same twice')),
    none: [],
    word: 'search',
    file: untranslated('domains in which it looks for names without a dot'),
    title: t('search domains'),
    without: t('none'),
    applies: 'next-start',
    field: {
      label: t('Search domains'),
      hint: t('Where names without a dot are looked for.'),
      placeholder: 'example.org',
    },
  },
  /** What it may reach, and the host denies it all else; everything where the list is empty. */
  egress: {
    form: 'egress',
    schema: () => egressSchema(),
    none: [],
    word: 'egress',
    file: untranslated('what it may reach: all, none, or a list such as [example.org:443, 10.1.0.0/16:5432]'),
    title: t('egress'),
    without: t('everything'),
    applies: 'live',
    field: {
      label: t('Egress'),
      hint: t(
        'All that it may reach: names, addresses or nets with ports; none for nothing. Everything when empty. In force now.',
      ),
      placeholder: 'example.org:443 10.1.0.0/16:5432',
    },
  },
  /**
   * The program that it runs in place of an init of its image, with its arguments; empty for the init of its image. A
   * small init of the host's runs it, passes signals on, and ends with it.
   */
  program: {
    form: 'words',
    schema: () =>
      z
        .array(argumentSchema())
        .max(maxArguments, t('must hold at most {max} words', { max: maxArguments }))
        .refine(([first]) => first !== '', t('must begin with a program')),
    none: [],
    word: 'program',
    file: untranslated('what it runs in place of an init of its image: a line of words, or a list; none for the init'),
    title: t('program'),
    without: t('the init of its image'),
    applies: 'next-start',
    field: null,
  },
  /** The user that runs the program, by name or number, with a group where one is named; null for root. */
  user: {
    form: 'optional',
    schema: () => userSchema().nullable(),
    none: null,
    word: 'user',
    file: untranslated('the user that runs the program, such as nginx, 101 or 101:0; none for root'),
    title: t('user'),
    without: 'root',
    applies: 'next-start',
    field: { label: t('User'), hint: t('By name or number; with a group as 101:0.'), placeholder: 'root' },
  },
  /** The folder that the program begins in; null for `/`. */
  folder: {
    form: 'optional',
    schema: () => folderSchema().nullable(),
    none: null,
    word: 'folder',
    file: untranslated('the folder that the program begins in; none for /'),
    title: t('folder'),
    without: '/',
    applies: 'next-start',
    field: { label: t('Folder'), hint: t('Where it begins.'), placeholder: '/' },
  },
  /** Names the signal by which the program is asked to end; null means SIGTERM. */
  stopSignal: {
    form: 'optional',
    schema: () => z.enum(stopSignals).nullable(),
    none: null,
    word: 'stop-signal',
    file: untranslated('by which the program is asked to end; none for SIGTERM'),
    title: t('stop signal'),
    without: 'SIGTERM',
    applies: 'next-start',
    field: null,
  },
  /** Holds further lines of its configuration of LXC, in alphabetical order of their keys, each key once. */
  lines: {
    form: 'lines',
    schema: () => z.array(lxcLineSchema()).max(maxLines, t('must hold at most {max} lines', { max: maxLines })),
    none: [],
    word: 'lxc',
    file: untranslated('further lines of its configuration of LXC, such as lxc.prlimit.nofile: 4096'),
    title: t('LXC configuration'),
    without: t('none'),
    applies: 'next-start',
    field: null,
  },
} as const satisfies Record<string, SettingKind>;

export type SettingKey = keyof typeof settingKinds;

export const settingKeys = Object.keys(settingKinds) as readonly SettingKey[];

/** Gives the entry of a setting, with the type that all entries share. */
export function settingKindOf(key: SettingKey): SettingKind {
  return settingKinds[key];
}

/** Makes a record that has a value for each setting. */
export function mapSettings<T>(valueOf: (key: SettingKey) => T): Record<SettingKey, T> {
  return Object.fromEntries(settingKeys.map((key) => [key, valueOf(key)])) as Record<SettingKey, T>;
}

/** Settings of which there is one value, and not one for each name. */
export type SingleKey = {
  [Key in SettingKey]: (typeof settingKinds)[Key]['form'] extends 'variables' | 'lines' ? never : Key;
}[SettingKey];

export const singleKeys = settingKeys.filter(
  (key): key is SingleKey => !['variables', 'lines'].includes(settingKinds[key].form),
);

/** Says whether a value is the one of a container for which nothing is chosen. */
export function isNoSetting<T>(value: T | null | ''): value is null | '' {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
