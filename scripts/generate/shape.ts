// SPDX-License-Identifier: Apache-2.0
/** A schema as a reader likes it: `{ name: string, command?: string[] }`, with limits in words. */

import * as z from 'zod';
import { wordsSchema } from '../../contract/model/words.ts';

interface Json {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly items?: Json;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

const maxLine = 100;

/** `input` is what a sender may write: what has a default may be left out. */
export function shapeOf(schema: z.ZodType, io: 'input' | 'output'): string {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // Described once: a message with its values, or text.
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === wordsSchema()) Object.assign(jsonSchema, { type: 'words' });
    },
  });
  return render(json as Json, '');
}

function render(json: Json, indent: string): string {
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum !== undefined) return json.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = json.anyOf ?? json.oneOf;
  if (choices !== undefined) return choices.map((choice) => render(choice, indent)).join(' | ');
  if (json.type === 'array') return `${bracketed(render(json.items ?? {}, indent))}[]`;
  if (json.type === 'object') return renderObject(json, indent);
  const types = typeof json.type === 'string' ? [json.type] : (json.type ?? ['any']);
  return `${types.join(' | ')}${limitsOf(json)}`;
}

function renderObject({ properties = {}, required = [] }: Json, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, json]) => {
    const byDefault = json.default === undefined ? '' : ` = ${JSON.stringify(json.default)}`;
    return `${name}${required.includes(name) ? '' : '?'}: ${render(json, inner)}${byDefault}`;
  });
  if (members.length === 0) return '{}';
  const line = `{ ${members.join(', ')} }`;
  return line.length + indent.length <= maxLine && !line.includes('\n')
    ? line
    : `{\n${members.map((member) => `${inner}${member}`).join('\n')}\n${indent}}`;
}

function bracketed(text: string): string {
  return text.includes(' | ') && !text.startsWith('{') ? `(${text})` : text;
}

function limitsOf({ minimum, maximum, minLength, maxLength, pattern }: Json): string {
  const parts = [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : `>= ${minimum}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `<= ${maximum}`,
    minLength === undefined ? '' : `length >= ${minLength}`,
    maxLength === undefined ? '' : `length <= ${maxLength}`,
    pattern === undefined ? '' : `/${pattern}/`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
