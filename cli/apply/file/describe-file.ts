// SPDX-License-Identifier: Apache-2.0
/**
 * What the schema of the file says of itself: as JSON schema for editors, and as rows for help, manual page and guide.
 */

import * as z from 'zod';
import { fileSchema } from './file-schema.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

export interface FileField {
  /** Names the field, such as `containers.NAME.limits.memory`; `alerts[].kind` is the kind of each entry. */
  readonly path: string;
  readonly description: string;
  /** The words that it may be, where these are few. */
  readonly words: readonly string[];
  readonly isRequired: boolean;
}

/** JSON schema, draft 2020-12, of what a person writes. */
export function fileJsonSchema(): object {
  return {
    ...z.toJSONSchema(fileSchema, { io: 'input', unrepresentable: 'any' }),
    title: 'A file for bulkheadctl apply',
  };
}

/** Each field once, below the field that holds it. */
export function fileFields(): readonly FileField[] {
  return fieldsBelow(fileJsonSchema(), '');
}

function fieldsBelow(schema: JsonSchema, path: string): readonly FileField[] {
  const { properties = {}, required = [], additionalProperties, items, anyOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [fieldOf(at, inner, required.includes(name)), ...fieldsBelow(inner, at)];
    }),
    ...(typeof additionalProperties === 'object' ? fieldsBelow(additionalProperties, `${path}.NAME`) : []),
    ...(items === undefined ? [] : fieldsBelow(items, `${path}[]`)),
    ...anyOf.flatMap((inner) => fieldsBelow(inner, path)),
  ];
}

function fieldOf(path: string, schema: JsonSchema, isRequired: boolean): FileField {
  return { path, description: schema.description ?? '', words: (schema.enum ?? []).map(String), isRequired };
}
