// SPDX-License-Identifier: Apache-2.0
/**
 * The fake host, every text of which says what a container would like to say to a terminal, wherever the contract lets
 * it. Found by the schemas, so that what is added to the contract is found without being named in a test.
 */

import type { z } from 'zod';
import { type Operation } from '../contract/operation.ts';
import { type OperationName, operationNames, operations } from '../contract/operations/index.ts';
import { fakeHandlers } from '../renderer/testing/fake/fake-handlers.ts';
import type { FakeHost } from './fake-host.ts';
import type { SomeHandlers } from './socket-host.ts';

/** Begins a line of its own, unless its newline is escaped. */
export const ownLine = 'FORGED';

/** Colours, a title, a cursor, C1, bidi, separators, a tag character. The shorter ones are for short fields. */
const hostileTexts = [
  `x\u001b[2J\u001b]0;t\u0007\u009b31m\u0085\u202e\u2066\u2028\u2029\ufeff\u{e0041}\0\u007f\b\r\n${ownLine}`,
  `\u001b[1m\n${ownLine}`,
  '\u009b1m\u202e',
] as const;

type Handler = (params: unknown, call: unknown) => unknown;

/** Texts in `kept` stay, so that what a command looks for is found. */
export function hostileHandlers(host: FakeHost, kept: ReadonlySet<string>): SomeHandlers {
  const given = fakeHandlers(host) as unknown as Readonly<Record<OperationName, Handler>>;
  const handlers: Readonly<Record<string, unknown>> = Object.fromEntries(
    operationNames.map((name): [string, unknown] => {
      const operation: Operation = operations[name];
      const handler = given[name];
      const spoiled = (schema: z.ZodType, value: unknown): unknown => spoil(schema, value, kept);
      if (operation.kind === 'request')
        return [name, async (params: unknown, call: unknown) => spoiled(operation.result, await handler(params, call))];
      return [
        name,
        async function* (params: unknown, call: unknown): AsyncGenerator<unknown, unknown, undefined> {
          const source = handler(params, call) as AsyncGenerator<unknown, unknown, undefined>;
          for (;;) {
            const next = await source.next();
            if (next.done === true) return spoiled(operation.result, next.value);
            yield spoiled(operation.item, next.value);
          }
        },
      ];
    }),
  );
  return handlers;
}

interface Leaf {
  readonly path: readonly (string | number)[];
  /** Names the place in the schema, which is the same for all entries of a list. */
  readonly place: string;
  readonly value: string | null;
}

/** The value with each of its texts made hostile that may be, and each null that may be a text. */
function spoil(schema: z.ZodType, value: unknown, kept: ReadonlySet<string>): unknown {
  const chosen = new Map<string, string | undefined>();
  const leaves = [...leavesOf(value)].filter(({ value: text }) => text === null || !kept.has(text));
  const isValid = (one: unknown): boolean => schema.safeParse(one).success;
  const fitting = (from: unknown, leaf: Leaf, candidates: readonly string[]): string | undefined =>
    candidates.find((hostile) => isValid(withText(from, leaf, hostile)));
  for (const leaf of leaves) if (!chosen.has(leaf.place)) chosen.set(leaf.place, fitting(value, leaf, hostileTexts));
  const all = leaves.reduce((from, leaf) => withText(from, leaf, chosen.get(leaf.place)), value);
  if (isValid(all)) return all;
  // What fits in one entry of a list, or in one place alone, may not fit in all.
  return leaves.reduce((from, leaf) => withText(from, leaf, fitting(from, leaf, hostileTexts)), value);
}

function* leavesOf(value: unknown, path: Leaf['path'] = []): Generator<Leaf> {
  const place = path.map((part) => (typeof part === 'number' ? '*' : part)).join('.');
  if (typeof value === 'string' || value === null) yield { path, place, value };
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* leavesOf(one, [...path, index]);
  else if (typeof value === 'object' && !(value instanceof Uint8Array))
    for (const [key, one] of Object.entries(value)) yield* leavesOf(one, [...path, key]);
}

/** Gives a copy with a text behind that of the leaf; without a text, the value itself. */
function withText(value: unknown, { path, value: before }: Leaf, hostile: string | undefined): unknown {
  return hostile === undefined ? value : replaced(value, path, `${before ?? ''}${hostile}`);
}

/** What lies beside the path is shared. */
function replaced(value: unknown, [part, ...rest]: Leaf['path'], text: string): unknown {
  if (part === undefined) return text;
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === part ? replaced(one, rest, text) : one));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [part]: replaced(record[part], rest, text) };
}
