// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { RiskLevel } from '../../../contract/model/denials/explanation.ts';
import { isFailure } from '../../../contract/errors.ts';
import { acceptRemedy } from './accept-remedy.ts';
import { fakeExplanation, fakeRemedy } from '../../../testing/models/remedy.ts';

const remedy = fakeRemedy();

function accept(level: RiskLevel, acceptsUnknown: boolean): string {
  const explanation = fakeExplanation({ remedies: [{ ...remedy, risk: { level, reason: 'Why.' } }] });
  try {
    return acceptRemedy(explanation, {
      remedy: 'own-rule',
      seen: { change: remedy.change, opensCount: 1, risk: level },
      acceptsUnknown,
    }).id;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

it('applies what is rated, never what is high, and what is unknown only after a second confirmation (window 1)', () => {
  expect([accept('low', false), accept('medium', false), accept('unknown', true)]).toEqual([
    'own-rule',
    'own-rule',
    'own-rule',
  ]);
  expect(accept('unknown', false)).toBe(
    'cannot apply the remedy own-rule: its risk is not known: Why. ' +
      'Look at it, and confirm a second time that it is to be applied (bulkheadctl remedy apply ' +
      '--accept-unknown)',
  );
  for (const accepts of [false, true]) expect(accept('high', accepts)).toContain('its risk is high');
});

it('applies the one that was chosen, and only as the caller saw it', () => {
  const other = fakeRemedy({ id: 'relabel', change: ['a', 'b'] });
  const explanation = fakeExplanation({ remedies: [remedy, other] });
  const seen = { change: other.change, opensCount: 1, risk: 'low' } as const;
  const outcome = (id: string, changes: Partial<Parameters<typeof acceptRemedy>[1]['seen']> = {}): unknown => {
    try {
      return acceptRemedy(explanation, { remedy: id, seen: { ...seen, ...changes }, acceptsUnknown: false }).id;
    } catch (error) {
      return isFailure(error) ? [error.code, error.data] : error;
    }
  };
  const changed = ['remedy-changed', { remedy: 'relabel' }];
  expect([
    outcome('relabel'),
    outcome('else'),
    outcome('relabel', { change: ['a', 'c'] }),
    outcome('relabel', { change: ['a\nb'] }),
    outcome('relabel', { opensCount: 2 }),
    outcome('relabel', { risk: 'medium' }),
  ]).toEqual(['relabel', ['remedy-not-proposed', { remedy: 'else' }], changed, changed, changed, changed]);
});
