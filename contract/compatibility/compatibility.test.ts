// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noSettings, type Settings } from '../model/containers/settings.ts';
import { newContainerSchema } from '../operations/containers/creation.ts';
import { leaveOutUnchosen } from '../rules/leave-out-unchosen.ts';
import { answerShapes, type ContractShape, contractShape, shape } from './contract-shape.ts';
import { findBreaks, findUnreadable } from './find-breaks.ts';

const readContract = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')) as ContractShape;
const released = readContract('released-contract.json');
/** Holds two operations as they were before containers had a list of what they may reach. */
const olderHelper = readContract('older-helper.json');

/** Makes a contract of one request. */
function contractOf(params: z.ZodType, result: z.ZodType): ContractShape {
  return {
    operations: { 'a.b': { kind: 'request', params: shape(params, 'input'), result: shape(result, 'output') } },
    failures: {},
  };
}

describe('a client of this contract', () => {
  it.each([
    ['of the last release', released],
    ['before lists of what containers may reach', olderHelper],
  ])('can read what a helper %s answers', (_, contract) => {
    expect(findUnreadable(contract, answerShapes())).toEqual([]);
  });

  it('cannot read an answer without a field that it requires, nor one with a value that it does not know', () => {
    const readable = shape(z.strictObject({ name: z.string(), mode: z.enum(['a']) }), 'input');
    const answered = contractOf(z.strictObject({}), z.strictObject({ mode: z.enum(['a', 'b']) }));
    expect(findUnreadable(answered, { 'a.b': { result: readable } })).toEqual([
      'a.b result.name: the field is required, and may be missing',
      'a.b result.mode: "b" is not known',
    ]);
  });

  it('creates a container by a helper that does not know a setting, unless that setting is chosen', () => {
    const params = olderHelper.operations['container.preview-creation']?.params;
    const taken = z.fromJSONSchema(params as Parameters<typeof z.fromJSONSchema>[0]);
    const paramsWith = (settings: Partial<Settings>) =>
      newContainerSchema().parse({ name: 'web', image: 'debian-13', settings: { ...noSettings, ...settings } });
    const rejectedOf = (sent: object) =>
      taken
        .safeParse(sent)
        .error?.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.message])) ?? [];
    expect(rejectedOf(leaveOutUnchosen(paramsWith({ hostname: 'www' })))).toEqual([]);
    expect(rejectedOf(paramsWith({}))).toContain('egress');
    expect(rejectedOf(leaveOutUnchosen(paramsWith({ egress: ['example.org:443'] })))).toEqual(['egress']);
  });
});

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
