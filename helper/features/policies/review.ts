// SPDX-License-Identifier: Apache-2.0
/**
 * The review of what a container did while it learned: rules for what its module does not grant, and which of its grants
 * nothing used. Adopting it ends the learning.
 */

import { fail } from '../../../contract/errors.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type {
  Access,
  AccessUsage,
  GivenLearnedRule,
  PolicyStep,
} from '../../../contract/model/policy/policy-module.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import { accessesWithout, countOfAccesses, hasAccess } from '../../../sepolicy/own-domain/access-set.ts';
import { usageOf } from '../../../sepolicy/own-domain/access-usage.ts';
import { connectStatement } from '../../../sepolicy/own-domain/connect-statement.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import type { GrantedAccess } from '../../../sepolicy/own-domain/granted-beyond.ts';
import { learnedRule, reachOf, ruleFor } from '../../../sepolicy/own-domain/learned-rule.ts';
import { enforcing, isLearningModule, learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { withAccesses, withoutGrants } from '../../../sepolicy/own-domain/narrow-module.ts';
import { reviewedTypesHeading } from '../../../sepolicy/own-domain/remedy-statements.ts';
import { connectTypeOf } from '../../../sepolicy/port-remedies.ts';
import type { CompilationAnswer } from '../../selinux/policy/compilation.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Denials } from '../denials/ports.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';

/**
 * Describes what was learned, with the statement that the rule needs before it, where a deny rule would take it away.
 */
interface Learned {
  readonly rule: GivenLearnedRule;
  readonly reach: readonly string[];
  /** The type of ports that it is to connect to; undefined for what is no connection. */
  readonly connectType: string | undefined;
}

/** What of a review becomes statements of the module. */
interface Adopted {
  readonly rules: readonly string[];
  /** These become types that the container is written to connect to. */
  readonly connectTypes: readonly string[];
}

interface Reviewed {
  readonly rules: readonly Learned[];
  readonly usage: AccessUsage | null;
}

interface Found extends Reviewed {
  readonly granted: readonly GrantedAccess[];
}

export interface Review {
  /**
   * What of the accesses of a source the container used since it began to learn; null when it never did. `accesses` are
   * the difference of the source to the loaded policy.
   */
  usageBy(
    name: string,
    source: string,
    options: { readonly accesses: CompilationAnswer['accesses']; readonly signal: AbortSignal },
  ): Promise<AccessUsage | null>;
  learned(name: string, signal: AbortSignal): Promise<Reviewed>;
  /** The caller has the container for itself. */
  adopt(
    request: Params<'policy.adopt'>,
    options: { readonly signal: AbortSignal; readonly onStep: (step: PolicyStep) => void },
  ): Promise<void>;
}

/** Has the source of the module of a container, and its name. */
interface ModuleText {
  readonly name: string;
  readonly source: string;
}

export interface ReviewOptions {
  readonly containers: Pick<Containers, 'describedDomain'>;
  readonly modules: Pick<DomainModules, 'check' | 'read'>;
  readonly learning: Pick<Learning, 'end'>;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
}

export function createReview(host: ReviewOptions): Review {
  return {
    usageBy: (name, source, options) => findUsage(host, { name, source }, options),
    learned: async (name, signal) => review(host, await readStored(host, name, signal), signal),
    adopt: (request, options) => adopt(host, request, options),
  };
}

async function findUsage(
  host: ReviewOptions,
  { name, source }: ModuleText,
  { accesses, signal }: Parameters<Review['usageBy']>[2],
): Promise<AccessUsage | null> {
  const { containers } = host;
  const { learnedSince, plainDomain } = containers.describedDomain(name);
  // What it learned was about the types of its name.
  if (learnedSince === null || plainDomain !== null) return null;
  const stored = await readStored(host, name, signal);
  const used = (await findRecorded(host, name, signal)).map(accessOf);
  if (isLearningModule(stored.source, name)) {
    const difference = await differenceTo(host, { name, source: enforcing(source, name) }, signal);
    return difference === undefined ? null : usageOf(difference.added, used);
  }
  const granted = await findGrants(host, stored, signal);
  if (granted === undefined || accesses === undefined) return null;
  return usageOf([...accessesWithout(granted, accesses.removed), ...accesses.added], used);
}

async function adopt(
  host: ReviewOptions,
  { name, rules, remove }: Params<'policy.adopt'>,
  { signal, onStep }: Parameters<Review['adopt']>[1],
): Promise<void> {
  const { containers, learning } = host;
  const stored = await readStored(host, name, signal);
  const found = await review(host, stored, signal);
  const chosen = chosenRules(name, rules, found.rules);
  const kept = await withoutSurplus(host, stored, { found, remove, signal });
  const removed = countOfAccesses(remove);
  const present = containers.describedDomain(name).connectTypes;
  const added = chosen.connectTypes.filter((type) => !present.includes(type));
  const statements = added.map((type) => connectStatement(name, type));
  const count = rules.filter(({ permissions }) => permissions.length > 0).length;
  await learning.end(name, {
    source: withRules(withRules(kept, chosen.rules, 'Learned, and reviewed.'), statements, reviewedTypesHeading),
    connectTypes: [...present, ...added],
    note:
      removed === 0
        ? say('learned: {count} rules', { count })
        : say('learned: {count} rules, {removed} accesses taken away', { count, removed }),
    signal,
    onStep,
  });
}

async function readStored({ modules }: ReviewOptions, name: string, signal: AbortSignal): Promise<ModuleText> {
  const { source } = (await modules.read(name, signal)) ?? fail('module-not-found', { name, version: null });
  return { name, source };
}

/** Lists what was denied to the container's own domain since it began to learn. */
async function findRecorded(
  { containers, denials }: ReviewOptions,
  name: string,
  signal: AbortSignal,
): Promise<readonly DenialGroup[]> {
  const since = containers.describedDomain(name).learnedSince ?? fail('module-not-found', { name, version: null });
  const { groups } = await denials.query({ container: name, since, events: 0 }, signal);
  const { domain } = policyNames(name);
  return groups.filter(({ sourceType }) => sourceType === domain);
}

/**
 * What the module grants when it does not learn, beyond what it grants when it does. The loaded policy has it in one of
 * the two forms, so the other one is compiled. Undefined when it learns with its grants, or does not compile.
 */
async function findGrants(
  host: ReviewOptions,
  stored: ModuleText,
  signal: AbortSignal,
): Promise<readonly GrantedAccess[] | undefined> {
  const { containers } = host;
  const { name, source } = stored;
  if (isLearningModule(source, name))
    return (await differenceTo(host, { name, source: enforcing(source, name) }, signal))?.added;
  if (containers.describedDomain(name).learningUntil !== null) return undefined;
  return (await differenceTo(host, { name, source: learningModule(source, name) }, signal))?.removed;
}

/** Compiles a source, and gives the accesses that the loaded policy would gain and lose by it. */
async function differenceTo(
  { modules }: ReviewOptions,
  { name, source }: ModuleText,
  signal: AbortSignal,
): Promise<CompilationAnswer['accesses'] | undefined> {
  return (await modules.check(name, source, { mayBePermissive: true, listsAccesses: true, signal })).accesses;
}

/** Says what was learned, as rules for the module, and which of its grants nothing used. */
async function review(host: ReviewOptions, stored: ModuleText, signal: AbortSignal): Promise<Found> {
  const { denials } = host;
  const { name } = stored;
  const groups = await findRecorded(host, name, signal);
  const granted = await findGrants(host, stored, signal);
  const isGranted = hasAccess(granted ?? []);
  const rules: Learned[] = [];
  for (const group of groups) {
    const isAllGranted = group.permissions.every((one) => isGranted(group.targetType, group.class, one));
    if (isAllGranted && group.reason !== 'other-categories') continue;
    const explanation = await denials.explain({ group: group.id, container: name }, signal);
    const rule = learnedRule(name, group, { ...explanation, granted: granted ?? [] });
    if (rule === undefined) continue;
    const connectType = explanation.remedies.map(connectTypeOf).find((type) => type !== undefined);
    rules.push({ rule, reach: reachOf(explanation), connectType });
  }
  const usage = granted === undefined ? null : usageOf(granted, groups.map(accessOf));
  return { rules, usage, granted: granted ?? [] };
}

/** The module when it does not learn, without these accesses of its surplus. */
async function withoutSurplus(
  host: ReviewOptions,
  stored: ModuleText,
  {
    found,
    remove,
    signal,
  }: { readonly found: Found; readonly remove: readonly Access[]; readonly signal: AbortSignal },
): Promise<string> {
  const { name } = stored;
  const usual = enforcing(stored.source, name);
  if (remove.length === 0) return usual;
  const excess = accessesWithout(remove, found.usage?.surplus ?? []);
  if (excess.length > 0)
    reject(
      excess.map((access) =>
        say('cannot take away {access}: it is not among what nothing used', { access: writeAccess(access) }),
      ),
    );
  const bare = withoutGrants(usual, name, remove);
  const difference = await differenceTo(host, { name, source: bare }, signal);
  if (difference === undefined) reject([say('its module does not compile without what it grants')]);
  const beyond = isLearningModule(stored.source, name)
    ? accessesWithout(found.granted, difference.added)
    : difference.removed;
  return withAccesses(bare, name, accessesWithout(beyond, remove));
}

function chosenRules(name: string, rules: Params<'policy.adopt'>['rules'], found: readonly Learned[]): Adopted {
  const proposed = new Map(found.map((one) => [one.rule.group, one]));
  const { domain } = policyNames(name);
  const chosen = rules
    .filter(({ permissions }) => permissions.length > 0)
    .map(({ group, permissions }) => {
      const one = proposed.get(group) ?? fail('denial-not-found', { group });
      const { rule } = one;
      const excess = permissions.filter((permission) => !rule.permissions.includes(permission));
      if (rule.advice === 'drop') reject([say('{rule}: {reason}', { rule: rule.rule, reason: rule.reason })]);
      if (excess.length > 0)
        reject([say('{excess} was not among what it did: {rule}', { excess: excess.join(', '), rule: rule.rule })]);
      return { ...one, permissions };
    });
  const statements = chosen.flatMap(({ rule, reach, connectType, permissions }) =>
    connectType === undefined
      ? [...reach, ruleFor({ source: domain, target: rule.target, class: rule.class, permissions })]
      : [],
  );
  return {
    rules: [...new Set(statements)],
    connectTypes: [...new Set(chosen.flatMap(({ connectType }) => connectType ?? []))],
  };
}

function reject(problems: readonly Words[]): never {
  return fail('policy-rejected', { problems: problems.slice(0, 20).map((problem) => ({ line: null, problem })) });
}

function accessOf({ targetType, class: className, permissions }: DenialGroup): Access {
  return { target: targetType, class: className, permissions };
}

function writeAccess({ target, class: className, permissions }: Access): string {
  return `${permissions.join(', ')} on ${target}:${className}`;
}
