// SPDX-License-Identifier: Apache-2.0
/** Reads the documents of a file of YAML, and finds the place of each value in the file. */

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';

/** Counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ReadDocument {
  readonly value: unknown;
  /**
   * Where the value at this path is; with `key`, where that key of it is. Of what is not in the file, the place of what
   * would hold it.
   */
  placeOf(path: readonly PropertyKey[], key?: string): Place;
}

export interface Mistake extends Place {
  readonly problem: string;
}

/** Aliases that are followed: a few lines could otherwise become gigabytes. */
const maxAliasCount = 100;

/** Documents without content are left out. Gives either the documents, or what is wrong. */
export function readDocuments(
  text: string,
): { readonly documents: readonly ReadDocument[] } | { readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const all = Array.isArray(parsed) ? parsed : [];
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const mistakes = all.flatMap((document) => mistakesOf(document, placeAt));
  if (mistakes.length > 0) return { mistakes };
  try {
    return { documents: all.flatMap((document) => readDocument(document, placeAt)) };
  } catch (error) {
    return { mistakes: [{ line: 1, column: 1, problem: error instanceof Error ? error.message : String(error) }] };
  }
}

type PlaceAt = (offset: number) => Place;

function mistakesOf(document: Document.Parsed, placeAt: PlaceAt): readonly Mistake[] {
  const mistakes = [...document.errors, ...document.warnings].map(({ message, pos }): Mistake => ({
    ...placeAt(pos[0]),
    problem: message,
  }));
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) === undefined)
        mistakes.push({ ...placeAt(startOf(alias) ?? 0), problem: `nothing before it has the anchor ${alias.source}` });
    },
  });
  return mistakes;
}

function readDocument(document: Document.Parsed, placeAt: PlaceAt): readonly ReadDocument[] {
  const value: unknown = document.toJS({ maxAliasCount });
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

function pairOf({ items }: YAMLMap, part: PropertyKey): { readonly key: unknown; readonly value: unknown } | undefined {
  return items.find(({ key }) => isNode(key) && !isAlias(key) && String(key.toJSON()) === String(part));
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
