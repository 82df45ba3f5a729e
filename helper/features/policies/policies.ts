// SPDX-License-Identifier: Apache-2.0
/** The policy modules of containers, for the operations on them. */

import { fail } from '../../../contract/errors.ts';
import type { LearnedRule, ModulePreview, PolicyModule, PolicyStep } from '../../../contract/model/policy-module.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import { enforcing } from '../../../sepolicy/own-domain/learning-module.ts';
import { learnedRule, reachOf, ruleFor } from '../../../sepolicy/own-domain/learned-rule.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Denials } from '../denials/ports.ts';
import { createPermissiveDomains } from '../../selinux/permissive-domains.ts';
import type { CompilationAnswer } from '../../selinux/policy/compilation.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';
import type { StoredModule } from './module-store.ts';
import { progressOf } from './policy-progress.ts';
import type { Containers } from '../containers/ports.ts';

export interface PoliciesOptions {
  readonly containers: Pick<Containers, 'list' | 'require' | 'exclusively' | 'described'>;
  readonly modules: DomainModules;
  readonly learning: Learning;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
}

type Own = Exclude<OperationsOf<'policy'>, 'policy.ask' | 'policy.count' | 'policy.names'>;

const maxOpenings = 200;

/** With the statement that the rule needs before it, where a deny rule would take it away. */
interface Learned {
  readonly rule: LearnedRule;
  readonly reach: readonly string[];
}

export function createPolicies({ containers, modules, learning, denials }: PoliciesOptions): HandlersOf<Own> {
  const isPermissive = createPermissiveDomains();

  async function moduleOf(name: string, learningUntil: number | null, signal: AbortSignal): Promise<PolicyModule> {
    const { module, domain } = policyNames(name);
    const stored = await modules.read(name, signal);
    const versions = modules.versions(name);
    if (stored === undefined && versions.length === 0) fail('module-not-found', { name, version: null });
    return {
      container: name,
      module,
      domain,
      version: stored?.version?.version ?? null,
      state: stateOf(stored),
      isPermissive: isPermissive({ user: 'system_u', role: 'system_r', type: domain, level: 's0' }) ?? null,
      learningUntil,
      versions: [...versions],
    };
  }

  /** Installs for a container that has a module already; nothing else happens to the container meanwhile. */
  function change(
    name: string,
    signal: AbortSignal,
    work: (onStep: (step: PolicyStep) => void) => Promise<unknown>,
  ): AsyncGenerator<Item<'policy.install'>, Result<'policy.install'>, undefined> {
    return reportProgress((tell) =>
      containers.exclusively(name, { reason: 'its policy module is being changed' }, async () => {
        await containers.require(name);
        containers.described(name);
        if (!modules.has(name)) fail('module-not-found', { name, version: null });
        await work((step) => tell(progressOf(step)));
        return moduleOf(name, containers.described(name).learningUntil, signal);
      }),
    );
  }

  /** A source may be permissive only while the container learns, and then stays so. */
  async function install(
    name: string,
    source: string,
    options: { readonly note: string; readonly signal: AbortSignal; readonly onStep: (step: PolicyStep) => void },
  ): Promise<void> {
    await modules.install(name, source, {
      ...options,
      mayBePermissive: containers.described(name).learningUntil !== null,
    });
  }

  async function learned(name: string, signal: AbortSignal): Promise<readonly Learned[]> {
    const { domain } = policyNames(name);
    const since = containers.described(name).learnedSince ?? fail('module-not-found', { name, version: null });
    const found: Learned[] = [];
    const { groups } = await denials.query({ container: name, since, events: 0 }, signal);
    for (const group of groups) {
      if (group.sourceType !== domain) continue;
      const explanation = await denials.explain({ group: group.id, container: name }, signal);
      const rule = learnedRule(name, group, explanation);
      if (rule !== undefined) found.push({ rule, reach: reachOf(explanation) });
    }
    return found;
  }

  async function adopt(
    { name, rules }: Params<'policy.adopt'>,
    signal: AbortSignal,
    onStep: (step: PolicyStep) => void,
  ): Promise<void> {
    const proposed = new Map((await learned(name, signal)).map((one) => [one.rule.group, one]));
    const stored = (await modules.read(name, signal)) ?? fail('module-not-found', { name, version: null });
    const chosen = rules
      .filter(({ permissions }) => permissions.length > 0)
      .flatMap(({ group, permissions }) => {
        const { rule, reach } = proposed.get(group) ?? fail('denial-not-found', { group });
        const excess = permissions.filter((permission) => !rule.permissions.includes(permission));
        if (rule.advice === 'drop')
          fail('policy-rejected', { problems: [{ line: null, problem: `${rule.rule}: ${rule.reason}` }] });
        if (excess.length > 0)
          fail('policy-rejected', {
            problems: [{ line: null, problem: `${excess.join(', ')} was not among what it did: ${rule.rule}` }],
          });
        const { domain } = policyNames(name);
        return [...reach, ruleFor({ source: domain, target: rule.target, class: rule.class, permissions })];
      });
    const source = withRules(enforcing(stored.source, name), [...new Set(chosen)], 'Learned, and reviewed.');
    await learning.end(name, {
      source,
      note: `learned: ${rules.filter(({ permissions }) => permissions.length > 0).length} rules`,
      signal,
      onStep,
    });
  }

  return {
    async 'policy.list'(_params, { signal }) {
      const all = await containers.list(signal);
      const own = all.filter(({ name, isManaged }) => isManaged && modules.has(name));
      const found: PolicyModule[] = [];
      for (const { name, learningUntil } of own) found.push(await moduleOf(name, learningUntil, signal));
      return { modules: found };
    },
    async 'policy.show'({ name, version }, { signal }) {
      const { learningUntil } = await containers.require(name).catch(() => ({ learningUntil: null }));
      const module = await moduleOf(name, learningUntil, signal);
      const installed = (await modules.read(name, signal))?.source ?? null;
      const source =
        version === undefined
          ? (installed ?? modules.versionSource(name, module.versions.at(-1)?.version ?? 0))
          : modules.versionSource(name, version);
      return { module, source: source ?? fail('module-not-found', { name, version: version ?? null }), installed };
    },
    'policy.preview': ({ name, source }, { signal }) =>
      reportProgress(async (tell) => {
        const { learningUntil } = await containers.require(name);
        const answer = await modules.check(name, source, {
          mayBePermissive: learningUntil !== null,
          signal,
          onStep: (step) => tell(progressOf(step)),
        });
        return previewOf(answer);
      }),
    'policy.install': ({ name, source }, { signal }) =>
      change(name, signal, (onStep) => install(name, source, { note: 'edited', signal, onStep })),
    'policy.revert': ({ name, version }, { signal }) =>
      change(name, signal, (onStep) => {
        const source = modules.versionSource(name, version) ?? fail('module-not-found', { name, version });
        // A version from a time of learning would stay permissive.
        const kept = containers.described(name).learningUntil === null ? enforcing(source, name) : source;
        return install(name, kept, { note: `back to version ${version}`, signal, onStep });
      }),
    'policy.learned': async ({ name }, { signal }) => ({
      rules: (await learned(name, signal)).map(({ rule }) => rule),
    }),
    'policy.adopt': (request, { signal }) => change(request.name, signal, (onStep) => adopt(request, signal, onStep)),
  };
}

function previewOf({ problems, difference: { added, removed }, risk }: CompilationAnswer): ModulePreview {
  return {
    problems: [...problems],
    added: added.slice(0, maxOpenings),
    addedCount: added.length,
    removed: removed.slice(0, maxOpenings),
    removedCount: removed.length,
    risk,
  };
}

/** `changed` is a module whose text is no version that was installed here. */
function stateOf(stored: StoredModule | undefined): PolicyModule['state'] {
  if (stored === undefined) return 'missing';
  return stored.version === undefined ? 'changed' : 'installed';
}
