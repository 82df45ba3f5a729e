// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { hasChange, sectionsFor } from './sections.ts';
import { usualChoices } from './choices/usual-choices.ts';

const usual = usualChoices([]);
const all = sectionsFor({ confinement: 'own' }, { isBehindHost: true });

it('each field of the choices is in one section', () => {
  const { limits, settings, ...rest } = usual;
  for (const field of [...Object.keys(rest), ...Object.keys(limits), ...Object.keys(settings)]) {
    const part = field in limits ? { limits: { ...limits, [field]: '7' } } : { [field]: 'other' };
    const changed = { ...usual, ...(field in settings ? { settings: { ...settings, [field]: 'other' } } : part) };
    expect(
      all.filter((section) => hasChange(section, changed, usual)),
      field,
    ).toHaveLength(1);
  }
});
