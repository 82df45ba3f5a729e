// SPDX-License-Identifier: Apache-2.0
/** Reads the documents of a file of YAML, and finds the place of each value in the file. */

import { type Document, isAlias, isMap, isNode, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';
import { checkNodes } from './check-nodes.ts';
import { scanText } from './scan-text.ts';

/** Counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ReadDocument {
  readonly value: unknown;
  /**
   * Gives the place of the value at this path or, with `key`, of that key of it. Where the file does not have it, the
   * place is that of what would hold it.
   */
  placeOf(path: readonly PropertyKey[], key?: string): Place;
}

export interface Mistake extends Place {
  readonly problem: string;
}

/** Limits the mistakes to more than anybody corrects at once. */
export const maxMistakes = 1000;

/** How much the looks at a text cost, for tests: what they count grows with the text alone. */
export interface Looks {
  readonly onToken?: () => void;
  readonly onNode?: () => void;
}

/**
 * Documents without content are left out. Gives either the documents, or what is wrong. The time grows with the length
 * of the text: what would grow faster is counted before anything is made of it.
 */
export function readDocuments(
  text: string,
  { onToken, onNode }: Looks = {},
): { readonly documents: readonly ReadDocument[] } | { readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const excess = scanText(text, onToken);
  if (excess !== undefined) return { mistakes: [{ ...placeOf(text, excess.offset), problem: excess.problem }] };
  // Fields that are there twice are found by checkNodes.
  const options = { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false };
  const parsed = parseAllDocuments(text, options);
  const all = Array.isArray(parsed) ? parsed : [];
  const mistakes = all.flatMap((document) => mistakesOf(document, placeAt, onNode));
  if (mistakes.length > 0) return { mistakes: mistakes.slice(0, maxMistakes) };
  try {
    return { documents: all.flatMap((document) => readDocument(document, placeAt)) };
  } catch (error) {
    return { mistakes: [{ line: 1, column: 1, problem: error instanceof Error ? error.message : String(error) }] };
  }
}

type PlaceAt = (offset: number) => Place;

/** Finds the place in the text without the parser, which counts the lines otherwise. */
function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function mistakesOf(document: Document.Parsed, placeAt: PlaceAt, onNode?: () => void): readonly Mistake[] {
  const mistakes = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    offset: pos[0],
    problem: message,
  }));
  return [...mistakes, ...checkNodes(document, onNode)].map(({ offset, problem }) => ({ ...placeAt(offset), problem }));
}

function readDocument(document: Document.Parsed, placeAt: PlaceAt): readonly ReadDocument[] {
  // What aliases stand for was counted; to count it again the library would look at all of it for each alias.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  const root = document.contents;
  return value === null ? [] : [{ value, placeOf: (path, key) => placeAt(offsetOf(root, path, key)) }];
}

function offsetOf(root: unknown, path: readonly PropertyKey[], key?: string): number {
  let offset = startOf(root) ?? 0;
  let node = root;
  for (const part of path) {
    const entry = entryOf(node, part);
    if (entry === undefined) return offset;
    offset = startOf(entry.value) ?? startOf(entry.key) ?? offset;
    node = entry.value;
  }
  return (key === undefined ? undefined : startOf(entryOf(node, key)?.key)) ?? offset;
}

function entryOf(node: unknown, part: PropertyKey): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isMap(node)) return pairOf(node, part);
  if (isSeq(node) && typeof part === 'number' && part in node.items) return { key: undefined, value: node.items[part] };
  return undefined;
}

/** Each group is looked at once, however many of its fields are asked for. */
const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, YAMLMap['items'][number]>>();

function pairOf(map: YAMLMap, part: PropertyKey): YAMLMap['items'][number] | undefined {
  const known =
    pairs.get(map) ??
    new Map(
      map.items.flatMap((pair) =>
        isNode(pair.key) && !isAlias(pair.key) ? [[String(pair.key.toJSON()), pair] as const] : [],
      ),
    );
  pairs.set(map, known);
  return known.get(String(part));
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
