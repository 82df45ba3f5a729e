// SPDX-License-Identifier: Apache-2.0
/** Gives a container another confinement. */

import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Engine } from '../../../contract/model/engines/engine.ts';
import type { Params, Result } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { requireCapability } from '../../../contract/rules/require-capability.ts';
import { say } from '../../../contract/text.ts';
import { asInstance, withCategories } from '../../../sepolicy/own-domain/categories.ts';
import { withRulesOf } from '../../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import { plainNumberOf } from '../../../sepolicy/own-domain/names.ts';
import { renamedModule } from '../../../sepolicy/own-domain/rename-module.ts';
import type { Caller } from '../../server/caller.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { type CategoryPair, pairOf } from '../../selinux/category-pairs.ts';
import { domainOf, ownerOf } from '../../selinux/types.ts';
import { isWithinChoice } from '../../../contract/model/policy/plain-kinds.ts';
import type { DomainChoices } from '../containers/ports/domains.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';
import { progressOf } from './policy-progress.ts';
import type { Containers } from '../containers/ports/containers.ts';

export interface ConfineOptions {
  readonly containers: Containers;
  readonly modules: DomainModules;
  readonly learning: Learning;
}

interface Work {
  readonly signal: AbortSignal;
  readonly onStep: (step: PolicyStep) => void;
}

const managed = { can: 'own-domain', isManaged: true } as const;

type Chosen = Pick<Params<'container.confine'>, 'ports' | 'allow' | 'connectTypes'>;

interface Wanted extends Chosen {
  /** Says whether it is one of Incus. */
  readonly isInstance: boolean;
  /** Undefined where somebody changed its configuration, which its next start fails on. */
  readonly pair: CategoryPair | undefined;
}

const lostHeading = {
  problems: [
    {
      line: null,
      problem: say(
        'its text has no heading "rules" any more, below which what was allowed after a review is ' +
          'kept; put it back, or change the module itself',
      ),
    },
  ],
};

/** A confinement that is chosen for a container, whose lock the caller has. */
interface Choice {
  readonly name: string;
  readonly confinement: 'shared' | 'own';
  readonly chosen: Chosen;
  /** Undefined where somebody changed its configuration, which its next start fails on. */
  readonly pair: CategoryPair | undefined;
}

type Confined = Result<'container.confine'>;

/** Confines the containers of one engine. */
interface EngineConfine {
  /** Gives the context that one is configured with now. */
  contextOf(container: Container, signal: AbortSignal): Promise<string | null>;
  confine(choice: Choice, work: Work): Promise<Confined>;
}

export function createConfine(host: ConfineOptions): Handlers<Caller>['container.confine'] {
  const engines: Readonly<Record<Engine, EngineConfine>> = {
    lxc: {
      contextOf: async ({ context }) => context,
      confine: (choice, work) => confineLayer(host, choice, work),
    },
    incus: {
      // What is listed of an instance may be a moment older than what Incus has.
      contextOf: ({ name }, signal) => host.containers.instances.contextOf(name, signal),
      confine: (choice, work) => confineInstance(host, choice, work),
    },
  };
  return (params, { signal }) =>
    reportProgress((tell) => {
      const onStep = (step: PolicyStep): void => tell(progressOf(step));
      const { name } = params;
      return host.containers.exclusively(name, { reason: say('its confinement is being changed') }, () =>
        confine(host, params, { engine: host.containers.ofEngine(name, engines), signal, onStep }),
      );
    });
}

async function confine(
  host: ConfineOptions,
  { name, confinement, learnSeconds, ports, allow, connectTypes, connectPorts }: Params<'container.confine'>,
  { engine, ...work }: Work & { readonly engine: EngineConfine },
): Promise<Confined> {
  const { containers, modules } = host;
  const present = await containers.require(name, managed);
  if (confinement === 'learning') requireCapability(present, 'learning');
  if (present.state !== 'stopped' && !canEngine(present, 'confine-running')) fail('container-running', { name });
  const pair = pairOf((await engine.contextOf(present, work.signal)) ?? '');
  const types =
    confinement === 'shared' ? [] : [...(await modules.connectTypes({ connectTypes, connectPorts }, work.signal))];
  const chosen = { ports, allow, connectTypes: types };
  return confinement === 'learning'
    ? beginLearning(host, { name, chosen, pair, learnSeconds }, work)
    : engine.confine({ name, confinement, chosen, pair }, work);
}

async function beginLearning(
  host: ConfineOptions,
  { name, chosen, pair, learnSeconds }: Omit<Choice, 'confinement'> & { readonly learnSeconds: number },
  work: Work,
): Promise<Confined> {
  const { containers, learning } = host;
  const wanted = { ...chosen, pair, isInstance: false, isPermissive: true, before: containers.describedDomain(name) };
  const source = await writeSource(host, name, { ...wanted, owner: name, signal: work.signal });
  await learning.begin(name, source, { ...work, seconds: learnSeconds });
  containers.choose(name, chosen);
  return apply(host, { name, confinement: 'learning' }, work);
}

async function confineLayer(
  host: ConfineOptions,
  { name, confinement, chosen, pair }: Choice,
  work: Work,
): Promise<Confined> {
  const wanted = { ...chosen, pair, isInstance: false };
  const plainDomain = confinement === 'own' ? await giveOwnOrPlain(host, { name, wanted }, work) : null;
  host.containers.choose(name, { ...chosen, confinement, plainDomain, learningUntil: null });
  return apply(host, { name, confinement }, work);
}

/** Brings one of LXC that does not run to what is written of it by now. */
async function apply(
  { containers }: ConfineOptions,
  { name, confinement }: Pick<Params<'container.confine'>, 'name' | 'confinement'>,
  { onStep }: Work,
): Promise<Confined> {
  onStep('apply');
  if ((await containers.require(name, managed)).initPid === null) await containers.applyChoice(name);
  const container = await containers.require(name, managed);
  const { plainDomain } = containers.describedDomain(name);
  const isNow = container.domain === domainOf(name, { confinement, plainDomain });
  return { container, applies: isNow ? 'now' : 'next-start' };
}

async function confineInstance(
  host: ConfineOptions,
  { name, confinement, chosen, pair }: Choice,
  work: Work,
): Promise<Confined> {
  const { containers } = host;
  if (confinement === 'own')
    await install(
      host,
      { name, owner: name, before: containers.describedDomain(name), wanted: { ...chosen, pair, isInstance: true } },
      work,
    );
  work.onStep('apply');
  await containers.instances.confine(name, confinement, chosen);
  return { container: await containers.require(name, managed), applies: 'now' };
}

/**
 * Installs what the domain of its own needs beyond a plain one. A container of the shared domain gets a plain domain, and
 * one whose plain domain has more than what is chosen now gets another one, where one is left. That is written down
 * before the compilation, during which another container may choose one. Gives its number; null for a domain that its
 * module declares.
 */
async function giveOwnOrPlain(
  host: ConfineOptions,
  { name, wanted }: { readonly name: string; readonly wanted: Wanted },
  work: Work,
): Promise<number | null> {
  const { containers, learning } = host;
  const before = containers.describedDomain(name);
  if (before.confinement === 'learning') {
    await learning.end(name, { note: say('learning ended'), ...work });
    return null;
  }
  const plainDomain = keepsDomain(before, wanted) ? before.plainDomain : containers.freePlainDomain(name, wanted);
  containers.choose(name, { plainDomain });
  try {
    await install(host, { name, owner: ownerOf(name, { plainDomain }), before, wanted }, work);
  } catch (error) {
    containers.choose(name, { plainDomain: before.plainDomain });
    throw error;
  }
  return plainDomain;
}

interface Installed {
  readonly name: string;
  readonly owner: string;
  /** What was described of its domain. */
  readonly before: DomainChoices;
  readonly wanted: Wanted;
}

/** A plain domain as it is needs no compilation. */
async function install(host: ConfineOptions, { name, owner, before, wanted }: Installed, work: Work): Promise<void> {
  const { modules } = host;
  const { signal, onStep } = work;
  const source = await writeSource(host, name, { ...wanted, owner, before, isPermissive: false, signal });
  if (plainNumberOf(owner) !== undefined && (await modules.read(owner, signal))?.source === source) return;
  await modules.install(owner, source, { note: say('own domain chosen'), mayBePermissive: false, signal, onStep });
}

interface WantedSource extends Wanted {
  readonly owner: string;
  readonly before: DomainChoices;
  readonly isPermissive: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes the module of `owner` again; one that has a domain of its own already keeps what it was allowed by rules, also
 * where these were about a plain domain that it leaves.
 */
async function writeSource({ modules }: ConfineOptions, name: string, wanted: WantedSource): Promise<string> {
  const { owner, before, ports, allow, connectTypes, pair, isInstance, isPermissive, signal } = wanted;
  const { confinement, volumes } = before;
  const present = ownerOf(name, before);
  const stored = confinement === 'own' ? await modules.read(present, signal) : undefined;
  const generated = await modules.write(owner, { ports, allow, connectTypes, volumes, isPermissive: false }, signal);
  const kept =
    stored === undefined
      ? generated
      : (withRulesOf(generated, renamedModule(stored.source, present, owner)) ?? fail('policy-rejected', lostHeading));
  if (plainNumberOf(owner) !== undefined) return kept;
  const placed = isInstance ? asInstance(kept, name) : kept;
  const source = pair === undefined ? placed : withCategories(placed, name, pair);
  return isPermissive ? learningModule(source, name) : source;
}

/** A domain that its module declares can be given any choices, since what it has is written again. */
function keepsDomain({ confinement, plainDomain }: DomainChoices, chosen: Chosen): boolean {
  if (confinement === 'shared') return false;
  return plainDomain === null || isWithinChoice(plainDomain, chosen);
}
