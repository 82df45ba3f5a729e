// SPDX-License-Identifier: Apache-2.0
/**
 * Declares the type of an operation: one literal, from which client, server, authorisation and documentation derive.
 */

import type { z } from 'zod';
import type { ActionName } from './actions.ts';
import type { FailureCode } from './errors.ts';
import { makeOnce } from './make-once.ts';

/** An action that an operation needs besides its own, and when. */
interface FurtherAction<Params> {
  readonly action: ActionName;
  /** The end of the sentence "it is needed ..."; becomes the documentation. */
  readonly when: string;
  isNeeded(params: Params): boolean;
}

interface OperationCore<
  Params extends z.ZodType,
  Result extends z.ZodType,
  Code extends FailureCode,
  Changes extends boolean,
> {
  /** Explains the operation in a full sentence, which becomes the documentation. */
  readonly summary: string;
  /** The polkit action that the caller must be allowed. */
  readonly action: ActionName;
  /**
   * Lists further actions that the caller must be allowed when the params ask for what those actions protect. polkit is
   * asked in this order, after `action`.
   */
  readonly alsoNeeds?: readonly FurtherAction<z.output<Params>>[];
  /** It lasts until its client ends it. An end with its client or with the helper is no failure of it. */
  readonly isSession?: true;
  /**
   * It is asked while somebody types or looks, so polkit is asked without a prompt. A caller who would need a password gets
   * `not-authorised`.
   */
  readonly promptsNobody?: true;
  /** True when it changes the host: such calls are written to the activity log. */
  readonly changes: Changes;
  /**
   * It frees disk space, or ends what uses it. It runs even when the disk is too full for the activity log, and the
   * helper's own log records it.
   */
  readonly runsOnFullDisk?: true;
  /**
   * The param that names the container into which it reaches: into its processes, its files, or what the kernel counts of
   * it. Only the host that the container is on can do that, so in a cluster it is asked of the helper of that member.
   */
  readonly reachesInto?: 'name' | 'container';
  /** It searches the whole host: only a few such calls of one user run at the same time, and the others wait. */
  readonly isHeavy?: true;
  readonly params: Params;
  readonly result: Result;
  /**
   * All failures that its handler may answer with, besides those of the dispatcher. Any other failure is a fault of the
   * helper: it fails the tests, and the helper's log names it.
   */
  readonly errors: readonly Code[];
}

/** Declares an operation with one question and one answer. */
export interface RequestOperation<
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Code extends FailureCode = FailureCode,
  Changes extends boolean = boolean,
> extends OperationCore<Params, Result, Code, Changes> {
  readonly kind: 'request';
}

/** Declares an operation with one question, many items, then an answer. The caller may cancel it. */
export interface StreamOperation<
  Params extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Code extends FailureCode = FailureCode,
  Changes extends boolean = boolean,
> extends OperationCore<Params, Result, Code, Changes> {
  readonly kind: 'stream';
  readonly item: Item;
}

/** A stream to which the caller also sends. */
export interface ChannelOperation<
  Params extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Code extends FailureCode = FailureCode,
  Changes extends boolean = boolean,
> extends OperationCore<Params, Result, Code, Changes> {
  readonly kind: 'channel';
  readonly input: Input;
  readonly item: Item;
}

export type Operation = RequestOperation | StreamOperation | ChannelOperation;

const schemaFields = ['params', 'input', 'item', 'result'] as const;

/** An operation as it is written down: a function makes each of its schemas. */
type Declared<Whole> = {
  readonly [Field in keyof Whole as Exclude<Field, 'kind'>]: Field extends (typeof schemaFields)[number]
    ? () => Whole[Field]
    : Whole[Field];
};

/** Declares an operation of one question and one answer. */
export function request<
  P extends z.ZodType,
  R extends z.ZodType,
  const Code extends FailureCode,
  const Changes extends boolean,
>(operation: Declared<RequestOperation<P, R, Code, Changes>>): RequestOperation<P, R, Code, Changes> {
  return declare('request', operation);
}

/** Declares an operation of one question, many items, and an answer. */
export function stream<
  P extends z.ZodType,
  I extends z.ZodType,
  R extends z.ZodType,
  const Code extends FailureCode,
  const Changes extends boolean,
>(operation: Declared<StreamOperation<P, I, R, Code, Changes>>): StreamOperation<P, I, R, Code, Changes> {
  return declare('stream', operation);
}

/** Declares a stream to which the caller also sends. */
export function channel<
  P extends z.ZodType,
  N extends z.ZodType,
  I extends z.ZodType,
  R extends z.ZodType,
  const Code extends FailureCode,
  const Changes extends boolean,
>(operation: Declared<ChannelOperation<P, N, I, R, Code, Changes>>): ChannelOperation<P, N, I, R, Code, Changes> {
  return declare('channel', operation);
}

/** Gives the whole operation, which makes each of its schemas when it is first read. */
function declare<Whole extends { readonly kind: string }>(kind: Whole['kind'], operation: Declared<Whole>): Whole {
  const makers = operation as Partial<Record<string, () => unknown>>;
  const schemas = schemaFields.flatMap((field) => {
    const make = makers[field];
    return make === undefined ? [] : [[field, { get: makeOnce(make), enumerable: true }] as const];
  });
  return Object.defineProperties({ kind, ...operation }, Object.fromEntries(schemas)) as unknown as Whole;
}

/** All actions that a caller must be allowed for these params, which the operation's schema has parsed. */
export function actionsOf(operation: Operation, params: unknown): readonly ActionName[] {
  const further = (operation.alsoNeeds ?? []).filter((one) => one.isNeeded(params)).map(({ action }) => action);
  return [operation.action, ...further];
}
