// SPDX-License-Identifier: Apache-2.0
/** Parses what a client sent; what does not fit the schema is answered with `params-invalid`. */

import type { z } from 'zod';
import { fail } from '../contract/errors.ts';

export function parseParams<Output>(schema: z.ZodType<Output>, raw: unknown): Output {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) fail('params-invalid', { issues: issuesOf(parsed.error) });
  return parsed.data;
}

/** The first problems, in short. */
export function issuesOf(error: z.ZodError): { field: string; problem: string }[] {
  return error.issues.slice(0, 8).map((issue) => ({
    field: issue.path.map(String).join('.').slice(0, maxProblemLength),
    problem: issue.message.slice(0, maxProblemLength),
  }));
}

/** A problem quotes what the client sent, which may be long. */
const maxProblemLength = 200;
