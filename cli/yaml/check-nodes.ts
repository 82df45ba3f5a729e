// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at each node of a document once: whether aliases name what comes before them, how many values they stand for,
 * and whether a group has a field twice. The library does all of this too, with a look at the whole document for each
 * alias and at the whole group for each field.
 */

import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Scalar,
  type YAMLMap,
} from 'yaml';

export interface NodeMistake {
  readonly offset: number;
  readonly problem: string;
}

/** A few lines could otherwise become gigabytes. */
export const maxAliasedValues = 100_000;

interface Check {
  /** How many values each anchor stands for; undefined while the node that has it has not ended. */
  readonly anchors: Map<string, number | undefined>;
  readonly mistakes: NodeMistake[];
  aliased: number;
}

/** No more than `maxDepth` of scan-text.ts lie in one another. `onNode` is called for each node. */
export function checkNodes(document: Document.Parsed, onNode: () => void = () => undefined): readonly NodeMistake[] {
  const check: Check = { anchors: new Map(), mistakes: [], aliased: 0 };
  countValues(document.contents, check, onNode);
  return check.mistakes;
}

/** Counts the values of the node, with those that aliases in it stand for. */
function countValues(node: unknown, check: Check, onNode: () => void): number {
  if (isPair(node)) return countValues(node.key, check, onNode) + countValues(node.value, check, onNode);
  if (!isNode(node)) return 0;
  onNode();
  if (isAlias(node)) return countAliased(node, check);
  const { anchor } = node;
  if (anchor !== undefined) check.anchors.set(anchor, undefined);
  if (isMap(node)) findTwice(node, check);
  const items: readonly unknown[] = isCollection(node) ? node.items : [];
  const count = items.reduce<number>((sum, item) => sum + countValues(item, check, onNode), 1);
  if (anchor !== undefined) check.anchors.set(anchor, count);
  return count;
}

function countAliased(alias: Alias, check: Check): number {
  const { anchors, mistakes } = check;
  const report = (problem: string): void => void mistakes.push({ offset: startOf(alias), problem });
  const count = anchors.get(alias.source);
  if (!anchors.has(alias.source)) report(`nothing before it has the anchor ${alias.source}`);
  else if (count === undefined) report(`it lies in what has the anchor ${alias.source}`);
  const before = check.aliased;
  check.aliased += count ?? 0;
  if (before <= maxAliasedValues && check.aliased > maxAliasedValues)
    report(`the aliases up to this one stand for more than ${maxAliasedValues} values`);
  return count ?? 0;
}

/** Keys of merges are unlike each other. */
function findTwice({ items }: YAMLMap, { mistakes }: Check): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value))
      mistakes.push({ offset: startOf(key), problem: `the field ${String(key.value)} is there twice` });
    seen.add(key.value);
  }
}

function startOf(node: Alias | Scalar): number {
  return node.range?.[0] ?? 0;
}
