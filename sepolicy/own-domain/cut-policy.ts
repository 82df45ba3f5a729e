// SPDX-License-Identifier: Apache-2.0
/**
 * Cuts the text of the loaded policy down to what the module of one container can touch: all names, and only the rules
 * that hold for containers.
 * A fifth is left, which compiles in a fraction of the time.
 */

import { policyNames } from './names.ts';

export interface CutPolicy {
  /** Holds the rules with what the container's module says now. */
  readonly present: string;
  /** Holds the rules without the container's module. */
  readonly rest: string;
}

/** `text` is what checkpolicy writes of a compiled policy: each statement begins a line. */
export function cutPolicy(text: string, container: string): CutPolicy {
  const { module, ...names } = policyNames(container);
  const own = new RegExp(` ?\\b(?:${Object.values<string>(names).join('|')})\\b`, 'g');
  const all = text.split(/\n(?=\()/);
  const present = all.filter(isOfContainers(all, names.domain));
  const rest = present.flatMap((statement) => (statement.includes(module) ? withoutOwn(statement, own) : [statement]));
  return { present: present.join('\n'), rest: [...rest, ...toItself(all, names.domain)].join('\n') };
}

/**
 * What every domain may do to itself stands in a compiled policy for each type by itself, as one rule of an attribute
 * does not. So it is what nearly all of them have: the compiler leaves such a rule out where a wider one covers it, as for
 * unconfined domains. What containers have beyond that, the base module says again.
 */
const nearlyAll = 0.9;

function toItself(statements: readonly string[], domain: string): readonly string[] {
  const domains = new Set(
    statements
      .find((statement) => statement.startsWith('(typeattributeset domain '))
      ?.slice('(typeattributeset domain '.length)
      .match(/[\w.-]+/g),
  );
  const holders = new Map<string, number>();
  for (const statement of statements) {
    const [, source = '', className = '', permissions = ''] =
      /^\(allow ([\w.-]+) self \((\w+) \(([^()]*)\)\)\)/.exec(statement) ?? [];
    if (!domains.has(source)) continue;
    for (const permission of permissions.split(' ')) {
      const key = `${className} ${permission}`;
      holders.set(key, (holders.get(key) ?? 0) + 1);
    }
  }
  return [...holders].flatMap(([key, count]) => {
    const [className = '', permission = ''] = key.split(' ');
    return count > domains.size * nearlyAll ? [`(allow ${domain} self (${className} (${permission})))`] : [];
  });
}

/**
 * False for rules of domains that are no container's, and for what stands below a boolean, which no module of ours does.
 * What deny rules leave of a rule of `domain` has a source of the compiler's own naming: its members count, not its name.
 */
function isOfContainers(statements: readonly string[], domain: string): (statement: string) => boolean {
  const sources = new Set(
    statements.flatMap((statement) => {
      const [, attribute = '', members = ''] = /^\(typeattributeset ([\w.-]+) \(([^()]*)\)\)/.exec(statement) ?? [];
      return members.split(' ').includes(domain) ? [attribute] : [];
    }),
  );
  return (statement) => {
    const [, keyword = '', source = ''] = /^\((\w+)(?: ([\w.-]+))?/.exec(statement) ?? [];
    if (keyword === 'booleanif') return false;
    return !rules.has(keyword) || sources.has(source) || ownSources.test(source);
  };
}

const rules: ReadonlySet<string> = new Set([
  'allow',
  'dontaudit',
  'auditallow',
  'allowx',
  'dontauditx',
  'auditallowx',
  'typetransition',
  'typechange',
  'typemember',
  'rangetransition',
]);
const ownSources = /^bulkhead_\w+$/;

/** An attribute keeps its other types; a statement that is about one of the container's own goes. */
function withoutOwn(statement: string, own: RegExp): readonly string[] {
  if (statement.search(own) === -1) return [statement];
  const [, head = '', list] = /^(\(typeattributeset [\w.-]+ )\(([^()]*)\)\)\s*$/.exec(statement) ?? [];
  const left = list?.replace(own, '').trim() ?? '';
  return left === '' || head.search(own) !== -1 ? [] : [`${head}(${left}))`];
}
