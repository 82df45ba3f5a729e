// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import * as z from 'zod';
import { Failure } from '../contract/errors.ts';
import { parseParams } from './parse-params.ts';

function issuesFor(schema: z.ZodType, raw: unknown): unknown {
  try {
    parseParams(schema, raw);
  } catch (error) {
    if (error instanceof Failure && error.code === 'params-invalid') return error.data;
    throw error;
  }
  return undefined;
}

it('gives what the schema makes of the params', () => {
  expect(parseParams(z.strictObject({ n: z.number().default(3) }), {})).toEqual({ n: 3 });
});

it('names the field by its path, and the problem', () => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ n: z.number('no number') })) });
  expect(issuesFor(schema, { list: [{ n: 1 }, { n: 'x' }] })).toEqual({
    issues: [{ field: 'list.1.n', problem: 'no number' }],
  });
});

it('reports at most eight problems, each cut to 200 characters', () => {
  const schema = z.array(z.record(z.string(), z.string('x'.repeat(300))));
  const { issues } = issuesFor(
    schema,
    Array.from({ length: 9 }, () => ({ ['k'.repeat(300)]: 1 })),
  ) as {
    readonly issues: readonly { readonly field: string; readonly problem: string }[];
  };
  expect(issues).toHaveLength(8);
  expect(issues[7]).toEqual({ field: `7.${'k'.repeat(198)}`, problem: 'x'.repeat(200) });
});
