// SPDX-License-Identifier: Apache-2.0
/** The policy modules of containers, for the operations on them. */

import { fail } from '../../../contract/errors.ts';
import type {
  AccessUsage,
  GivenModulePreview,
  GivenPolicyModule,
  PolicyStep,
} from '../../../contract/model/policy/policy-module.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { OpenedChannel } from '../../../contract/model/policy/proof.ts';
import { daysOfReplay } from '../../../contract/model/policy/replay.ts';
import type { GivenResult, Item, Params } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import { enforcing } from '../../../sepolicy/own-domain/learning-module.ts';
import { plainNumberOf, policyNames } from '../../../sepolicy/own-domain/names.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Denials } from '../denials/ports.ts';
import { createPermissiveDomains } from '../../selinux/permissive-domains.ts';
import { ownerOf } from '../../selinux/types.ts';
import type { CompilationAnswer } from '../../selinux/policy/compilation.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';
import type { StoredModule } from './module-store.ts';
import { progressOf } from './policy-progress.ts';
import type { RecordGaps } from './record-gaps.ts';
import { askedOf, type RecordedUse } from './recorded-use.ts';
import { createReview, type Review } from './review.ts';
import type { Containers } from '../containers/ports/containers.ts';

export interface PoliciesOptions {
  readonly containers: Pick<Containers, 'list' | 'require' | 'exclusively' | 'describedDomain'>;
  readonly modules: DomainModules;
  readonly learning: Learning;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
  readonly records: Pick<RecordGaps, 'since'>;
  readonly recordedUse: RecordedUse;
}

type Own = Exclude<
  OperationsOf<'policy'>,
  | 'policy.ask'
  | 'policy.count'
  | 'policy.prove'
  | 'policy.certificate'
  | 'policy.identify'
  | 'policy.names'
  | 'policy.port-types'
  | 'policy.local'
>;

const maxOpenings = 200;
const ofOwnDomain = { can: 'own-domain' } as const;

/** Has what the functions of this file take. */
interface PoliciesHost extends PoliciesOptions {
  readonly review: Review;
  /** Says of a domain whether the loaded policy has it permissive; undefined when that is not known. */
  readonly isPermissive: ReturnType<typeof createPermissiveDomains>;
}

interface StepOptions {
  readonly signal: AbortSignal;
  readonly onStep: (step: PolicyStep) => void;
}

/** Names a container, with when its learning ends; null for one that does not learn. */
interface Learner {
  readonly name: string;
  readonly learningUntil: number | null;
}

export function createPolicies(options: PoliciesOptions): HandlersOf<Own> {
  const host: PoliciesHost = { ...options, review: createReview(options), isPermissive: createPermissiveDomains() };
  return { ...moduleReads(host), ...moduleChanges(host) };
}

/** The operations that only read modules. */
function moduleReads(
  host: PoliciesHost,
): HandlersOf<'policy.list' | 'policy.show' | 'policy.recorded' | 'policy.replay' | 'policy.learned'> {
  const { containers, modules, records, recordedUse, review } = host;
  return {
    async 'policy.list'(_params, { signal }) {
      const all = await containers.list(signal);
      const own = all.filter(({ name, isManaged }) => isManaged && modules.has(ownerOfContainer(host, name)));
      const found: GivenPolicyModule[] = [];
      for (const { name, learningUntil } of own) {
        const module = await findModule(host, { name, learningUntil }, signal);
        if (module !== undefined) found.push(module);
      }
      return { modules: found };
    },
    async 'policy.show'({ name, version }, { signal }) {
      const { learningUntil } = await containers.require(name, ofOwnDomain).catch(() => ({ learningUntil: null }));
      const module = await requireModule(host, { name, learningUntil }, signal);
      const owner = ownerOfContainer(host, name);
      const installed = (await modules.read(owner, signal))?.source ?? null;
      const source =
        version === undefined
          ? (installed ?? modules.versionSource(owner, module.versions.at(-1)?.version ?? 0))
          : modules.versionSource(owner, version);
      return { module, source: source ?? fail('module-not-found', { name, version: version ?? null }), installed };
    },
    'policy.recorded': (asked) => recordedUse.gather(asked),
    'policy.replay': (asked, { signal }) => recordedUse.withBoolean({ ...asked, signal }),
    'policy.learned': async ({ name }, { signal }) => {
      const { rules, usage } = await review.learned(name, signal);
      return {
        rules: rules.map(({ rule }) => rule),
        usage,
        gaps: await records.since(containers.describedDomain(name)),
      };
    },
  };
}

/** The operations that compile modules or change them. */
function moduleChanges(
  host: PoliciesHost,
): HandlersOf<'policy.preview' | 'policy.install' | 'policy.revert' | 'policy.adopt'> {
  const { containers, modules, review } = host;
  return {
    'policy.preview': (asked, { signal }) =>
      reportProgress((tell) => preview(host, asked, { signal, onStep: (step) => tell(progressOf(step)) })),
    'policy.install': ({ name, source }, { signal }) =>
      changeModule(host, { name, signal }, (onStep) =>
        install(host, { name, source }, { note: say('edited'), signal, onStep }),
      ),
    'policy.revert': ({ name, version }, { signal }) =>
      changeModule(host, { name, signal }, (onStep) => {
        const source =
          modules.versionSource(ownerOfContainer(host, name), version) ?? fail('module-not-found', { name, version });
        // A version from a time of learning would stay permissive.
        const kept = containers.describedDomain(name).learningUntil === null ? enforcing(source, name) : source;
        return install(
          host,
          { name, source: kept },
          { note: say('back to version {version}', { version }), signal, onStep },
        );
      }),
    'policy.adopt': (request, { signal }) =>
      changeModule(host, { name: request.name, signal }, (onStep) => review.adopt(request, { signal, onStep })),
  };
}

/** Says what a source would change: compiles it, and replays on it what was recorded. */
async function preview(
  host: PoliciesHost,
  { name, source }: Params<'policy.preview'>,
  { signal, onStep }: StepOptions,
): Promise<GivenResult<'policy.preview'>> {
  const { containers, modules, recordedUse, review } = host;
  const { learningUntil } = await containers.require(name, ofOwnDomain);
  const owner = ownerOfContainer(host, name);
  const others = domainsBut(name, await containers.list(signal));
  const isLearning = learningUntil !== null;
  const { domain } = policyNames(owner);
  const gathered = await recordedUse.gather({ days: daysOfReplay, container: name, domain });
  const answer = await modules.check(owner, source, {
    others: [...others.keys()],
    mayBePermissive: isLearning,
    recorded: askedOf(gathered.accesses),
    listsAccesses: containers.describedDomain(name).learnedSince !== null,
    signal,
    onStep,
  });
  const usage =
    answer.problems.length > 0 ? null : await review.usageBy(name, source, { accesses: answer.accesses, signal });
  const replay = await recordedUse.replayed({ owner, source, isLearning, gathered, answer, signal });
  return {
    ...previewOf(answer, usage),
    channels: channelsOf(answer, domain, others),
    ...(replay !== undefined && { replay }),
  };
}

/** Gives the owner of a container's module: its name, where the container is gone or is none of Bulkhead's. */
function ownerOfContainer({ containers }: PoliciesHost, name: string): string {
  try {
    return ownerOf(name, containers.describedDomain(name));
  } catch {
    return name;
  }
}

/** Describes the module of a container; undefined where there is none, also when it was removed meanwhile. */
async function findModule(
  host: PoliciesHost,
  { name, learningUntil }: Learner,
  signal: AbortSignal,
): Promise<GivenPolicyModule | undefined> {
  const { modules, isPermissive } = host;
  const owner = ownerOfContainer(host, name);
  const { module, domain } = policyNames(owner);
  const stored = await modules.read(owner, signal);
  const versions = modules.versions(owner);
  if (stored === undefined && versions.length === 0) return undefined;
  return {
    container: name,
    module,
    domain,
    version: stored?.version?.version ?? null,
    state: stateOf(owner, stored),
    isPermissive: isPermissive({ user: 'system_u', role: 'system_r', type: domain, level: 's0' }) ?? null,
    learningUntil,
    versions: [...versions],
  };
}

async function requireModule(host: PoliciesHost, container: Learner, signal: AbortSignal): Promise<GivenPolicyModule> {
  return (
    (await findModule(host, container, signal)) ?? fail('module-not-found', { name: container.name, version: null })
  );
}

/** Installs for a container that has a module already; nothing else happens to the container meanwhile. */
function changeModule(
  host: PoliciesHost,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  work: (onStep: (step: PolicyStep) => void) => Promise<unknown>,
): AsyncGenerator<Item<'policy.install'>, GivenResult<'policy.install'>, undefined> {
  const { containers, modules } = host;
  return reportProgress((tell) =>
    containers.exclusively(name, { reason: say('its policy module is being changed') }, async () => {
      await containers.require(name, ofOwnDomain);
      containers.describedDomain(name);
      const owner = ownerOfContainer(host, name);
      if (!modules.has(owner) && plainNumberOf(owner) === undefined) fail('module-not-found', { name, version: null });
      await work((step) => tell(progressOf(step)));
      return requireModule(host, { name, learningUntil: containers.describedDomain(name).learningUntil }, signal);
    }),
  );
}

/** A source may be permissive only while the container learns, and then stays so. */
async function install(
  host: PoliciesHost,
  { name, source }: Params<'policy.install'>,
  options: StepOptions & { readonly note: Words },
): Promise<void> {
  const { containers, modules } = host;
  const mayBePermissive = containers.describedDomain(name).learningUntil !== null;
  // What its comments withhold while it learns is checked now: the end of learning may not fail on it.
  const afterwards = enforcing(source, name);
  if (mayBePermissive && afterwards !== source) {
    const { problems } = await modules.check(ownerOfContainer(host, name), afterwards, {
      ...options,
      mayBePermissive: false,
    });
    if (problems.length > 0) fail('policy-rejected', { problems: [...problems] });
  }
  await modules.install(ownerOfContainer(host, name), source, { ...options, mayBePermissive });
}

function previewOf(
  { problems, difference: { added, removed }, risk, counts }: CompilationAnswer,
  usage: AccessUsage | null,
): GivenModulePreview {
  return {
    problems: [...problems],
    added: added.slice(0, maxOpenings),
    addedCount: added.length,
    removed: removed.slice(0, maxOpenings),
    removedCount: removed.length,
    risk,
    counts,
    usage,
  };
}

/** The domains of all other containers, with the names of those that have each. */
function domainsBut(name: string, all: readonly Container[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name: other, domain } of all)
    if (other !== name && domain !== null) found.set(domain, [...(found.get(domain) ?? []), other]);
  return found;
}

function channelsOf(
  { channels }: CompilationAnswer,
  domain: string,
  others: ReadonlyMap<string, readonly string[]>,
): OpenedChannel[] {
  return channels.slice(0, maxOpenings).map((path) => {
    const isTo = path.from === domain;
    return { direction: isTo ? 'to' : 'from', containers: [...(others.get(isTo ? path.to : path.from) ?? [])], path };
  });
}

/** `changed` is a module whose text is no version that was installed here. A plain domain is whole without a module. */
function stateOf(owner: string, stored: StoredModule | undefined): GivenPolicyModule['state'] {
  if (stored === undefined) return 'missing';
  if (plainNumberOf(owner) !== undefined && stored.isInstalled === false) return 'installed';
  return stored.version === undefined ? 'changed' : 'installed';
}
