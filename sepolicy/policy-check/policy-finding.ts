// SPDX-License-Identifier: Apache-2.0
/** What the check of a policy finds: one statement that does not fit, and what a person does about it. */

import type { Words } from '../../contract/text.ts';
import type { Breach, CompilerMessage, Place } from '../compiler/compiler-messages.ts';

/** Says where a source comes from: the checked policy, Bulkhead's base modules, or the module of a container. */
export type Origin = 'policy' | 'base' | 'container';

export interface PolicyFinding {
  /** A `note` is about the policy alone, and keeps none of Bulkhead's modules from being loaded. */
  readonly severity: 'failure' | 'note';
  readonly place: Place | null;
  /** The statement that is meant; null when the compiler does not name one. */
  readonly statement: string | null;
  readonly problem: Words;
  readonly advice: Words;
}

export type NeverallowMessage = Extract<CompilerMessage, { readonly kind: 'neverallow' }>;

/** A statement and the rule that it breaks. */
export interface BrokenRule {
  readonly rule: NeverallowMessage;
  readonly breach: Breach;
}

/** Gives the same text for the same statement and rule in two compilations. */
export function keyOf({ rule, breach }: BrokenRule): string {
  return [rule.place, ...breach.path].map(({ file, line }) => `${file}:${line}`).join(' ');
}

export function unresolvedFinding(place: Place, statement: string, unknown: readonly string[]): PolicyFinding {
  const problem =
    unknown.length === 0
      ? 'it names something that this policy does not have, or has as something else'
      : `this policy has no ${unknown.join(', no ')}`;
  return {
    severity: 'failure',
    place,
    statement,
    problem,
    advice: 'name what this policy has instead, or put the statement into an optional block of its own',
  };
}

export function redeclaredFinding({
  place,
  name,
}: Extract<CompilerMessage, { readonly kind: 'redeclared' }>): PolicyFinding {
  return {
    severity: 'failure',
    place,
    statement: null,
    problem: `${name} is declared a second time`,
    advice: "rename it in the module that is not Bulkhead's: names that begin with bulkhead_ are reserved",
  };
}

/**
 * Makes a finding of one statement with all rules that it breaks. `definitionOf` gives what an attribute stands for.
 */
export function brokenFinding(
  broken: readonly [BrokenRule, ...BrokenRule[]],
  {
    originOf,
    isOfPolicyAlone,
    definitionOf,
  }: {
    readonly originOf: (file: string) => Origin;
    readonly isOfPolicyAlone: boolean;
    readonly definitionOf: (attribute: string) => string | undefined;
  },
): PolicyFinding {
  const [{ rule, breach }, ...others] = broken;
  const place = placeOf(breach, originOf);
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const [, source = ''] = /^\(neverallow ([^\s()]+)/.exec(rule.text) ?? [];
  const definition = definitionOf(source);
  return {
    severity: isOfPolicyAlone ? 'note' : 'failure',
    place,
    statement: breach.text,
    problem:
      `it breaks ${rule.place.file}:${rule.place.line} ${shortened(rule.text)}${more}` +
      (definition === undefined ? '' : `; ${source} is ${shortened(definition)}`),
    advice: isOfPolicyAlone
      ? "the policy breaks its own rule, without any of Bulkhead's modules: leave expand-check=0 in semanage.conf"
      : adviceFor(originOf(rule.place.file), originOf(place.file), source),
  };
}

/** Gives the place of the rule; where a macro has the rule, that of its call, the first that is not the policy's. */
function placeOf({ path }: Breach, originOf: (file: string) => Origin): Place {
  const place = path.find(({ keyword, file }) => keyword === 'call' && originOf(file) !== 'policy') ?? path.at(-1);
  return place === undefined ? { file: '', line: 0 } : { file: place.file, line: place.line };
}

/** Domains of our services; all other sources of our rules are about containers. */
const serviceDomain = /^bulkhead_(?:helper|listener|policy|reader|notify|metrics|unload|incus)_t$/;

/** `source` is that of the broken rule. */
function adviceFor(rule: Origin, breach: Origin, source: string): string {
  if (rule === 'policy')
    return breach === 'policy'
      ? "a type of Bulkhead's has the attribute of this rule: give it the attribute that the broken " +
          'rule excepts as well'
      : 'give the type the attribute that the broken rule excepts, or take the permission out of this rule';
  if (breach === 'policy')
    return serviceDomain.test(source)
      ? `the policy grants this to every service: take it away from ${source} by a deny rule (libsepol 3.6 or newer)`
      : 'the policy grants this to every domain: take it away from containers by a deny rule (libsepol 3.6 or newer)';
  return breach === 'base'
    ? 'the base module breaks its own rule: correct one of the two'
    : 'take the rule out of the module of this container';
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
