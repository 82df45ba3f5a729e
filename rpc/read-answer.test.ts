// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import * as z from 'zod';
import { readAnswer } from './read-answer.ts';

const file = z.strictObject({ type: z.literal('file'), size: z.number() });
const folder = z.strictObject({ type: z.literal('folder'), entries: z.array(z.strictObject({ name: z.string() })) });
const schema = z.strictObject({
  one: z.discriminatedUnion('type', [file, folder]),
  other: z.union([z.strictObject({ id: z.number() }), z.strictObject({ name: z.string() }), z.null()]),
});

it('leaves out what a newer helper added, at every depth', () => {
  const known = { one: { type: 'folder', entries: [{ name: 'a' }, { name: 'b' }] }, other: { name: 'x' } };
  const raw = {
    one: { type: 'folder', entries: [{ name: 'a', mode: 1 }, { name: 'b' }], more: { deep: true } },
    other: { name: 'x', added: 1 },
    added: [],
  };
  expect(readAnswer(schema, raw).data).toEqual(known);
  expect(readAnswer(schema, structuredClone(known)).data).toEqual(known);
});

it.each([
  ['a field is missing', { one: { type: 'file' }, other: null, added: 1 }],
  ['a field has another type', { one: { type: 'file', size: 'x', added: 1 }, other: null }],
  ['no choice fits', { one: { type: 'file', size: 1 }, other: { label: 'x' } }],
  ['a kind is not known', { one: { type: 'link', target: 'x' }, other: null }],
  ['it is no object', 'text'],
])('is no answer when %s', (_, raw) => {
  expect(readAnswer(schema, raw).success).toBe(false);
});
