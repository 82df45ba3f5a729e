// SPDX-License-Identifier: Apache-2.0
/** The sections of the form of a new container: which fields each has, and which of them are changed or wrong. */

import { type LimitKey, limitKeys, limitKindOf } from '../../../contract/model/settings/limit-kinds.ts';
import { t } from '../../lib/language/t.ts';
import type { SettingsDraft } from '../containers/settings/settings-draft.ts';
import type { CheckedChoices, Choices } from './choices/creation.ts';

/** Limits and settings count as fields of their own. */
type Field = Exclude<keyof Choices, 'limits' | 'settings'> | LimitKey | keyof SettingsDraft;

/** The limits that stand beside the name and the image; the others have a section. */
export const sizeLimits = limitKeys.filter((key) => limitKindOf(key).field.row === 'size');

export const otherLimits = limitKeys.filter((key) => !sizeLimits.includes(key));

const fieldsOf = {
  basics: ['name', 'image', ...sizeLimits, 'network', 'bridge', 'confinement', 'start'],
  volumes: ['volumes'],
  published: ['published'],
  domain: ['ports', 'connect', 'allow'],
  limits: otherLimits,
  address: ['hostname', 'address', 'nameservers', 'searchDomains', 'egress'],
  program: ['program', 'user', 'folder', 'stopSignal', 'isAutomatic', 'order', 'delay'],
  environment: ['environment'],
  notes: ['description', 'tags'],
  lines: ['lines'],
} satisfies Record<string, readonly Field[]>;

export type Section = keyof typeof fieldsOf;

export const sectionLabels: Readonly<Record<Section, string>> = {
  basics: t('Basics'),
  volumes: t('Volumes'),
  published: t('Published ports'),
  domain: t('Own domain'),
  limits: t('Other limits'),
  address: t('Host name and address'),
  program: t('Program and start'),
  environment: t('Environment'),
  notes: t('Description and tags'),
  lines: t('LXC configuration'),
};

/** Lists the sections that have a meaning for these choices. */
export function sectionsFor(
  { confinement }: Pick<Choices, 'confinement'>,
  { isBehindHost }: { readonly isBehindHost: boolean },
): readonly Section[] {
  return (Object.keys(fieldsOf) as Section[]).filter(
    (section) => (section !== 'published' || isBehindHost) && (section !== 'domain' || confinement !== 'shared'),
  );
}

export function hasChange(section: Section, choices: Choices, usual: Choices): boolean {
  const [now, before] = [flat(choices), flat(usual)];
  return fieldsOf[section].some((field) => JSON.stringify(now[field]) !== JSON.stringify(before[field]));
}

export function hasProblem(section: Section, problems: CheckedChoices['problems']): boolean {
  const wrong = flat(problems);
  return fieldsOf[section].some((field) => wrong[field] !== undefined);
}

function flat({ limits, settings, ...rest }: Choices | CheckedChoices['problems']): Partial<Record<Field, unknown>> {
  return { ...rest, ...limits, ...settings };
}
