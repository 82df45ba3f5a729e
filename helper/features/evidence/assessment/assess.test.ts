// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { assess } from './assess.ts';
import { claimIds, claims } from './claims.ts';
import { controls, frameworkTitles } from './controls.ts';
import { namedUuid } from './named-uuid.ts';
import { oscalOf } from './oscal.ts';
import { sarifOf } from './sarif.ts';

it('calls no control satisfied where there is no evidence', () => {
  const { controls: judged } = assess(new Map());
  expect(judged.map(({ id }) => id)).toEqual(controls.map(({ id }) => id));
  expect(judged.filter(({ state }) => state === 'met').map(({ id }) => id)).toEqual([]);
});

it('uses each claim for a control, and each claim looks at something', () => {
  expect(claimIds.filter((id) => !controls.some((control) => control.claims.includes(id)))).toEqual([]);
  expect(claimIds.filter((id) => claims[id].facts.length === 0)).toEqual([]);
});

it('says of each control what is not claimed, and names it once in its framework', () => {
  const names = controls.map(({ framework, id }) => `${frameworkTitles[framework]} ${id}`);
  expect(new Set(names).size).toBe(names.length);
  expect(controls.filter(({ notClaimed }) => notClaimed.trim() === '').map(({ id }) => id)).toEqual([]);
});

it('makes UUIDs of version 5, which are the same for the same names alone', () => {
  expect(namedUuid('a', 'b')).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(namedUuid('a', 'b')).toBe(namedUuid('a', 'b'));
  expect(new Set([namedUuid('a', 'b'), namedUuid('b', 'a'), namedUuid('a,b'), namedUuid('ab')]).size).toBe(4);
});

it('writes the same files of the same assessment, with each control in both', () => {
  const period = { from: 1_700_000_000, to: 1_700_086_400 };
  const assessed = {
    assessment: assess(new Map()),
    host: 'host',
    bulkhead: '1.0.0',
    period,
    madeAt: 1_700_086_500,
    files: [],
  };
  for (const write of [oscalOf, sarifOf]) {
    const text = JSON.stringify(write(assessed));
    expect(JSON.stringify(write(assessed))).toBe(text);
    for (const { title } of controls) expect(text).toContain(title);
  }
});
