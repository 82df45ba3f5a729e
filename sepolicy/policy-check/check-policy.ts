// SPDX-License-Identifier: Apache-2.0
/**
 * Checks whether Bulkhead's modules fit a policy: compiles them together, with all neverallow rules, and gives every
 * failure. A compiler stops at the first unknown name, so the statement is taken out and the rest compiled again.
 */

import { type CompilerMessage, compilerMessages } from '../compiler/compiler-messages.ts';
import { declaredNames, unknownIn } from '../compiler/declared-names.ts';
import { statementAt, withoutStatement } from '../compiler/statement-at.ts';
import {
  brokenFinding,
  redeclaredFinding,
  type BrokenRule,
  keyOf,
  type NeverallowMessage,
  type Origin,
  type PolicyFinding,
  unresolvedFinding,
} from './policy-finding.ts';

/** CIL texts by the name of their file. */
export type Sources = ReadonlyMap<string, string>;

interface Compiled {
  readonly isAccepted: boolean;
  /** What the compiler wrote, verbose. */
  readonly output: string;
}

export type Compile = (sources: Sources) => Promise<Compiled>;

/** Limits the unknown names: more are another kind of policy. */
const maxUnknown = 40;

export async function checkPolicy(
  sources: Readonly<Record<Origin, Sources>>,
  compile: Compile,
): Promise<readonly PolicyFinding[]> {
  const origins = new Map<string, Origin>();
  for (const origin of ['policy', 'base', 'container'] as const)
    for (const file of sources[origin].keys()) origins.set(file, origin);
  const originOf = (file: string): Origin => origins.get(file) ?? 'policy';
  const all = new Map([...sources.policy, ...sources.base, ...sources.container]);

  const { messages, findings } = await resolved(all, compile);
  const neverallow = messages.filter((message): message is NeverallowMessage => message.kind === 'neverallow');
  const others = messages.flatMap((message) => {
    if (message.kind === 'redeclared') return [redeclaredFinding(message)];
    return message.kind === 'other' ? [otherFinding(message)] : [];
  });
  const broken = neverallow.flatMap((rule) => rule.breaches.map((breach): BrokenRule => ({ rule, breach })));
  const isOfPolicy = ({ rule, breach }: BrokenRule): boolean =>
    [rule.place, ...breach.path].every(({ file }) => originOf(file) === 'policy');
  const alone = broken.some(isOfPolicy) ? await brokenAlone(sources.policy, compile) : new Set<string>();
  return [
    ...findings,
    ...others,
    ...groupedByStatement(broken).map((group) =>
      brokenFinding(group, {
        originOf,
        isOfPolicyAlone: group.every((one) => alone.has(keyOf(one))),
        definitionOf: (attribute) => definitionIn(sources.policy, attribute),
      }),
    ),
  ];
}

/** Takes out each statement that cannot be resolved, and gives what the compiler says of the rest. */
async function resolved(
  all: Map<string, string>,
  compile: Compile,
): Promise<{ readonly messages: readonly CompilerMessage[]; readonly findings: readonly PolicyFinding[] }> {
  const findings: PolicyFinding[] = [];
  for (;;) {
    const { isAccepted, output } = await compile(all);
    const messages = isAccepted ? [] : compilerMessages(output);
    const unresolved = messages.find((message) => message.kind === 'unresolved');
    if (unresolved === undefined)
      return { messages: isAccepted || messages.length > 0 ? messages : [unnamed(output)], findings };
    const { place, keyword } = unresolved;
    const source = all.get(place.file) ?? '';
    const statement = statementAt(source, place.line, keyword);
    findings.push(
      unresolvedFinding(
        place,
        statement?.text ?? keyword,
        unknownIn(statement?.text ?? '', declaredNames(all.values())),
      ),
    );
    if (statement === undefined || findings.length >= maxUnknown) return { messages: [], findings };
    all.set(place.file, withoutStatement(source, statement));
  }
}

function unnamed(output: string): CompilerMessage {
  return { kind: 'other', place: null, text: output.trim().split('\n').slice(-2).join('; ').slice(0, 300) };
}

async function brokenAlone(policy: Sources, compile: Compile): Promise<ReadonlySet<string>> {
  const { output } = await compile(policy);
  const keys = compilerMessages(output).flatMap((rule) =>
    rule.kind === 'neverallow' ? rule.breaches.map((breach) => keyOf({ rule, breach })) : [],
  );
  return new Set(keys);
}

/** A statement about many types breaks many rules; it is one finding. */
function groupedByStatement(broken: readonly BrokenRule[]): readonly [BrokenRule, ...BrokenRule[]][] {
  const groups = new Map<string, [BrokenRule, ...BrokenRule[]]>();
  for (const one of broken) {
    const key = one.breach.path.map(({ file, line }) => `${file}:${line}`).join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function otherFinding({ place, text }: Extract<CompilerMessage, { readonly kind: 'other' }>): PolicyFinding {
  return {
    severity: 'failure',
    place,
    statement: null,
    problem: text,
    advice: 'these are the words of the compiler; a statement that it does not know wants a newer libsepol',
  };
}

/** What the policy leaves out of an attribute: a rule's exceptions are in the definition of its source. */
function definitionIn(policy: Sources, attribute: string): string | undefined {
  for (const text of policy.values()) {
    const at = text.indexOf(`(typeattributeset ${attribute} (`);
    if (at === -1) continue;
    const end = text.indexOf('\n', at);
    const definition = text.slice(at + `(typeattributeset ${attribute} `.length, end === -1 ? undefined : end);
    return definition.includes('(not ') ? definition.trimEnd().replace(/\)$/, '') : undefined;
  }
  return undefined;
}
