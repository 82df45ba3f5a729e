// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ContractShape, contractShape, shape } from './contract-shape.ts';
import { findBreaks } from './find-breaks.ts';

const released = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/released-contract.json'), 'utf8'),
) as ContractShape;

/** Makes a contract of one request. */
function contractOf(params: z.ZodType, result: z.ZodType): ContractShape {
  return {
    operations: { 'a.b': { kind: 'request', params: shape(params, 'input'), result: shape(result, 'output') } },
    failures: {},
  };
}

const nothing = z.strictObject({});
const breaksOfParams = (older: z.ZodType, newer: z.ZodType) =>
  findBreaks(contractOf(older, nothing), contractOf(newer, nothing));
const breaksOfResult = (older: z.ZodType, newer: z.ZodType) =>
  findBreaks(contractOf(nothing, older), contractOf(nothing, newer));

it('a client of the last release works with this helper: what it sends is accepted, what it gets it can read (F7)', () => {
  expect(Object.keys(released.operations).length).toBeGreaterThan(40);
  // Run `npm run release-contract` before a release. After it, keep the old form beside the new one for one version.
  expect(findBreaks(released, contractShape())).toEqual([]);
});

describe('params of an older client', () => {
  const older = z.strictObject({ name: z.string(), mode: z.enum(['fast', 'slow']).optional() });

  it.each([
    ['a new optional field', older.extend({ size: z.number().optional() })],
    ['a new field with a default', older.extend({ size: z.number().default(1) })],
    ['a wider enum', older.extend({ mode: z.enum(['fast', 'slow', 'off']).optional() })],
    ['a field that may be left out now', older.extend({ name: z.string().optional() })],
    ['another kind of value besides', older.extend({ name: z.union([z.string(), z.number()]) })],
  ])('are accepted after %s', (_, newer) => {
    expect(breaksOfParams(older, newer)).toEqual([]);
  });

  it.each([
    ['a new required field', older.extend({ size: z.number() }), 'size: the field is required, and may be missing'],
    ['a field that is gone', older.omit({ mode: true }), 'mode: the field is not known'],
    ['a narrower enum', older.extend({ mode: z.enum(['fast']).optional() }), 'mode: "slow" is not known'],
    ['a field that may not be left out now', older.required(), 'mode: the field is required, and may be missing'],
    ['another type', older.extend({ name: z.number() }), 'name: string is not known'],
    ['a limit', older.extend({ name: z.string().max(8) }), 'name: maxLength 8 is narrower'],
    ['a pattern', older.extend({ name: z.string().regex(/^a$/) }), 'name: pattern ^a$ is narrower'],
  ])('are not accepted after %s', (_, newer, problem) => {
    expect(breaksOfParams(older, newer)).toEqual([`a.b params.${problem}`]);
  });
});

describe('an answer to an older client', () => {
  const one = z.strictObject({ name: z.string(), state: z.enum(['on', 'off']), size: z.number().nullable() });
  const older = z.strictObject({ all: z.array(one) });
  const listOf = (item: z.ZodType) => z.strictObject({ all: z.array(item) });

  it.each([
    ['a new field', one.extend({ more: z.boolean() })],
    ['a narrower enum', one.extend({ state: z.enum(['on']) })],
    ['a whole number for any', one.extend({ size: z.number().int() })],
  ])('can be read after %s', (_, newer) => {
    expect(breaksOfResult(older, listOf(newer))).toEqual([]);
  });

  it.each([
    ['a field that is gone', one.omit({ name: true }), 'name: the field is required, and may be missing'],
    ['a field that may be missing', one.partial({ name: true }), 'name: the field is required, and may be missing'],
    ['a wider enum', one.extend({ state: z.enum(['on', 'off', 'frozen']) }), 'state: "frozen" is not known'],
    ['another type besides', one.extend({ size: z.union([z.number(), z.string()]) }), 'size: string is not known'],
    ['a null', one.extend({ name: z.string().nullable() }), 'name: null is not known'],
  ])('cannot be read after %s', (_, newer, problem) => {
    expect(breaksOfResult(older, listOf(newer))).toEqual([`a.b result.all[].${problem}`]);
  });

  it('cannot be read when it is of a new kind', () => {
    const added = z.strictObject({ type: z.literal('added'), name: z.string() });
    const removed = z.strictObject({ type: z.literal('removed') });
    expect(breaksOfResult(added, z.discriminatedUnion('type', [added, removed]))).toContain(
      'a.b result.type: "removed" is not known',
    );
    expect(breaksOfResult(z.discriminatedUnion('type', [added, removed]), added)).toEqual([]);
  });
});

it('an operation that is gone, or of another kind, breaks its clients', () => {
  const older = contractOf(nothing, nothing);
  const operation = older.operations['a.b'];
  if (operation === undefined) throw new Error('the contract has no operation');
  expect(findBreaks(older, { operations: {}, failures: {} })).toEqual(['a.b: the operation is gone']);
  expect(findBreaks(older, { operations: { 'a.b': { ...operation, kind: 'stream' } }, failures: {} })).toEqual([
    'a.b: was a request, is a stream',
  ]);
});
