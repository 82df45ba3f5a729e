// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the contract as data: what crosses the socket for each operation, as JSON schemas that can be kept and
 * compared.
 */

import * as z from 'zod';
import { failures } from '../errors.ts';
import { keptWordsSchema, wordsSchema } from '../model/words.ts';
import type { Operation } from '../operation.ts';
import { operations } from '../operations/index.ts';

/** A JSON schema, as far as the contract uses it. */
export interface JsonShape {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonShape[];
  readonly oneOf?: readonly JsonShape[];
  readonly items?: JsonShape;
  readonly properties?: Readonly<Record<string, JsonShape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonShape;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface OperationShape {
  readonly kind: string;
  readonly params: JsonShape;
  readonly input?: JsonShape;
  readonly item?: JsonShape;
  readonly result: JsonShape;
}

export interface ContractShape {
  readonly operations: Readonly<Record<string, OperationShape>>;
  /** Holds the data of each failure, by its code. */
  readonly failures: Readonly<Record<string, JsonShape>>;
}

export function contractShape(): ContractShape {
  return {
    operations: mapValues<Operation, OperationShape>(operations, operationShape),
    failures: mapValues<{ readonly data: z.ZodType }, JsonShape>(failures, ({ data }) => shape(data, 'output')),
  };
}

/** Holds what a reader takes as the items and the result of each operation. */
export type AnswerShapes = Readonly<Record<string, Pick<OperationShape, 'item' | 'result'>>>;

/** Gives what a client of this contract can read as answers. */
export function answerShapes(): AnswerShapes {
  return mapValues<Operation, AnswerShapes[string]>(operations, (operation) => ({
    ...(operation.kind !== 'request' && { item: shape(operation.item, 'input') }),
    result: shape(operation.result, 'input'),
  }));
}

function operationShape(operation: Operation): OperationShape {
  return {
    kind: operation.kind,
    params: shape(operation.params, 'input'),
    ...(operation.kind === 'channel' && { input: shape(operation.input, 'input') }),
    ...(operation.kind !== 'request' && { item: shape(operation.item, 'output') }),
    result: shape(operation.result, 'output'),
  };
}

/** `input` is what a sender may write, `output` what a reader gets. */
export function shape(schema: z.ZodType, io: 'input' | 'output'): JsonShape {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: asSent });
  return json as JsonShape;
}

/** Words cross the socket before they become the text of their reader. */
function asSent({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: unknown;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (zodSchema === wordsSchema()) Object.assign(jsonSchema, shape(keptWordsSchema(), 'input'));
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
