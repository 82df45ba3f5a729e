// SPDX-License-Identifier: Apache-2.0
/** Gives a container another confinement. */

import { fail } from '../../../contract/errors.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Params } from '../../../contract/operations/index.ts';
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

export function createConfine({
  containers,
  modules,
  learning,
}: ConfineOptions): Handlers<Caller>['container.confine'] {
  return ({ name, confinement, ports, allow, connectTypes, connectPorts, learnSeconds }, { signal }) =>
    reportProgress((tell) =>
      containers.exclusively(name, { reason: say('its confinement is being changed') }, async () => {
        const onStep = (step: PolicyStep): void => tell(progressOf(step));
        const present = await containers.require(name, managed);
        const { context, engine } = present;
        if (confinement === 'learning') requireCapability(present, 'learning');
        if (present.state !== 'stopped' && !canEngine(present, 'confine-running')) fail('container-running', { name });
        // What is listed of an instance may be a moment older than what Incus has.
        const pair = pairOf((engine === 'incus' ? await containers.ofIncus.contextOf(name, signal) : context) ?? '');
        const chosen: Chosen = {
          ports,
          allow,
          connectTypes:
            confinement === 'shared' ? [] : [...(await modules.connectTypes({ connectTypes, connectPorts }, signal))],
        };
        const work = { signal, onStep };
        if (confinement === 'learning') {
          const before = containers.describedDomain(name);
          const wanted = { ...chosen, pair, isInstance: false, isPermissive: true, before };
          await learning.begin(name, await sourceFor(name, name, wanted, signal), { ...work, seconds: learnSeconds });
          containers.choose(name, chosen);
        } else if (engine === 'incus') {
          const wanted = { ...chosen, pair, isInstance: true };
          if (confinement === 'own')
            await install(name, name, { before: containers.describedDomain(name), wanted, ...work });
          onStep('apply');
          await containers.ofIncus.confine(name, confinement, chosen);
          return { container: await containers.require(name, managed), applies: 'now' };
        } else {
          const plainDomain =
            confinement === 'own' ? await ownOrPlain(name, { ...chosen, pair, isInstance: false }, work) : null;
          containers.choose(name, { ...chosen, confinement, plainDomain, learningUntil: null });
        }
        onStep('apply');
        if ((await containers.require(name, managed)).initPid === null) await containers.applyChoice(name);
        const container = await containers.require(name, managed);
        const { plainDomain } = containers.describedDomain(name);
        const isNow = container.domain === domainOf(name, { confinement, plainDomain });
        return { container, applies: isNow ? 'now' : 'next-start' };
      }),
    );

  /**
   * Installs what the domain of its own needs beyond a plain one. A container of the shared domain gets a plain domain, and
   * one whose plain domain has more than what is chosen now gets another one, where one is left. That is written down
   * before the compilation, during which another container may choose one. Gives its number; null for a domain that its
   * module declares.
   */
  async function ownOrPlain(name: string, wanted: Wanted, work: Work): Promise<number | null> {
    const before = containers.describedDomain(name);
    if (before.confinement === 'learning') {
      await learning.end(name, { note: say('learning ended'), ...work });
      return null;
    }
    const plainDomain = keepsDomain(before, wanted) ? before.plainDomain : containers.freePlainDomain(name, wanted);
    containers.choose(name, { plainDomain });
    try {
      await install(name, ownerOf(name, { plainDomain }), { before, wanted, ...work });
    } catch (error) {
      containers.choose(name, { plainDomain: before.plainDomain });
      throw error;
    }
    return plainDomain;
  }

  /** `before` is what was described of its domain. A plain domain as it is needs no compilation. */
  async function install(
    name: string,
    owner: string,
    { before, wanted, signal, onStep }: Work & { readonly before: DomainChoices; readonly wanted: Wanted },
  ): Promise<void> {
    const source = await sourceFor(name, owner, { ...wanted, before, isPermissive: false }, signal);
    if (plainNumberOf(owner) !== undefined && (await modules.read(owner, signal))?.source === source) return;
    await modules.install(owner, source, { note: say('own domain chosen'), mayBePermissive: false, signal, onStep });
  }

  /**
   * The module of `owner`, written again; one that has a domain of its own already keeps what it was allowed by rules,
   * also where these were about a plain domain that it leaves.
   */
  async function sourceFor(
    name: string,
    owner: string,
    wanted: Wanted & { readonly before: DomainChoices; readonly isPermissive: boolean },
    signal: AbortSignal,
  ): Promise<string> {
    const { ports, allow, connectTypes, pair, isInstance, isPermissive } = wanted;
    const { confinement, volumes } = wanted.before;
    const present = ownerOf(name, wanted.before);
    const stored = confinement === 'own' ? await modules.read(present, signal) : undefined;
    const generated = await modules.write(owner, { ports, allow, connectTypes, volumes, isPermissive: false }, signal);
    const kept =
      stored === undefined
        ? generated
        : (withRulesOf(generated, renamedModule(stored.source, present, owner)) ??
          fail('policy-rejected', lostHeading));
    if (plainNumberOf(owner) !== undefined) return kept;
    const placed = isInstance ? asInstance(kept, name) : kept;
    const source = pair === undefined ? placed : withCategories(placed, name, pair);
    return isPermissive ? learningModule(source, name) : source;
  }
}

/** A domain that its module declares can be given any choices, since what it has is written again. */
function keepsDomain({ confinement, plainDomain }: DomainChoices, chosen: Chosen): boolean {
  if (confinement === 'shared') return false;
  return plainDomain === null || isWithinChoice(plainDomain, chosen);
}
