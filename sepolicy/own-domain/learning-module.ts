// SPDX-License-Identifier: Apache-2.0
/**
 * The module of a container while it learns: permissive, and without the grants, so that the kernel records each access
 * once. What it granted stands in comments, from which the end of learning restores it.
 */

import {
  macroOfCategories,
  macroOfInstances,
  macrosOfModules,
  macrosOfVolume,
} from '../../contract/model/policy/module-macros.ts';
import { withoutOptional } from './connect-statement.ts';
import { containerCall, type ModuleForm, rulesHeading, section } from './generate.ts';
import { policyNames } from './names.ts';

const withheldPrefix = '; withheld while it learns: ';
const meaning = 'For a limited time nothing is denied: Bulkhead takes this line out when that has ended.';

export function permissive(domain: string): string {
  return `(typepermissive ${domain})`;
}

/**
 * A statement that takes more than one line stays as it is: what it grants is not recorded. Volumes stay, because they
 * come and go with the container's own.
 */
export function learningModule(source: string, container: string): string {
  const { domain } = policyNames(container);
  if (isLearningModule(source, container)) return source;
  const learning = `${section('learning', meaning)}\n${permissive(domain)}\n\n`;
  const withheld = source
    .split('\n')
    .flatMap((line) => {
      if (isCallOf(line, container, 'container') || isCallOf(line, container, 'narrow_container'))
        return [withheldPrefix + line, containerCall(container, 'learning_container')];
      return isGrant(line) ? [withheldPrefix + line] : [line];
    })
    .join('\n');
  const place = withheld.indexOf(rulesHeading);
  return place === -1
    ? `${withheld.trimEnd()}\n\n${learning}`
    : withheld.slice(0, place) + learning + withheld.slice(place);
}

/** Gives the module as it was before it learned. */
export function enforcing(source: string, container: string): string {
  const { domain } = policyNames(container);
  return source
    .split('\n')
    .filter(
      (line) =>
        line.trim() !== permissive(domain) &&
        !/^; ---- learning -+$/.test(line) &&
        !/^; For a limited time nothing is \w+:/.test(line) &&
        !isCallOf(line, container, 'learning_container'),
    )
    .map((line) => (line.startsWith(withheldPrefix) ? line.slice(withheldPrefix.length) : line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** False also for a container that learns by a module of an earlier Bulkhead, which keeps its grants. */
export function isLearningModule(source: string, container: string): boolean {
  return source.split('\n').some((line) => isCallOf(line, container, 'learning_container'));
}

/** Says whether a line is nothing but the statement that gives a module this form. */
export function isCallOf(line: string, container: string, form: ModuleForm): boolean {
  return line.trim() === containerCall(container, form);
}

/** Says whether a line is a whole statement that grants an access. */
export function isGrant(line: string): boolean {
  const [, keyword, macro = ''] = /^\((allow|call) ([\w.-]+) .*\)$/.exec(withoutOptional(line)) ?? [];
  if (keyword === undefined || !isBalanced(line)) return false;
  return keyword === 'allow' || grantingMacros.has(macro);
}

const grantingMacros: ReadonlySet<string> = new Set(
  macrosOfModules.filter(
    (macro) =>
      macro !== 'bulkhead_reach' &&
      macro !== macroOfCategories &&
      macro !== macroOfInstances &&
      !(macrosOfVolume as readonly string[]).includes(macro),
  ),
);

/** A statement that goes on in the next line leaves brackets open. */
function isBalanced(line: string): boolean {
  return line.split('(').length === line.split(')').length;
}
