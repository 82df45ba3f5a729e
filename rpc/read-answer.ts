// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what the helper sent. Fields that this version does not know are left out, so that a newer helper can add some;
 * everything else has to fit. The helper itself takes no unknown field: see `parse-params.ts`.
 */

import type { z } from 'zod';

type Path = readonly PropertyKey[];
type SafeParsed<Output> = z.ZodSafeParseResult<Output>;

/** Changes `raw` where it has unknown fields: it is the receiver's own. */
export function readAnswer<Output>(schema: z.ZodType<Output>, raw: unknown): SafeParsed<Output> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed;
  const unknown = unknownFieldsOf(parsed.error.issues);
  if (unknown.length === 0) return parsed;
  for (const path of unknown) removeField(raw, path);
  return schema.safeParse(raw);
}

/** Lists the unknown fields. In a union, they are those of the choice that would fit without them. */
function unknownFieldsOf(issues: readonly z.core.$ZodIssue[]): readonly Path[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
    if (issue.code !== 'invalid_union') return [];
    const fitting = issue.errors.find((choice) => choice.length > 0 && choice.every(isAboutUnknownFields));
    return fitting === undefined ? [] : unknownFieldsOf(fitting).map((path) => [...issue.path, ...path]);
  });
}

function isAboutUnknownFields(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.some((choice) => choice.every(isAboutUnknownFields));
  return issue.code === 'unrecognized_keys';
}

function removeField(value: unknown, path: Path): void {
  const [key, ...rest] = path;
  if (typeof value !== 'object' || value === null || key === undefined) return;
  if (rest.length === 0) Reflect.deleteProperty(value, key);
  else removeField(Reflect.get(value, key), rest);
}
