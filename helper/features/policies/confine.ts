// SPDX-License-Identifier: Apache-2.0
/** Gives a container another confinement. */

import { fail } from '../../../contract/errors.ts';
import type { Confinement, ContainerState } from '../../../contract/model/containers/container.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { say } from '../../../contract/text.ts';
import { asInstance, withCategories } from '../../../sepolicy/own-domain/categories.ts';
import { withRulesOf } from '../../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import type { Caller } from '../../server/caller.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { type CategoryPair, pairOf } from '../../selinux/category-pairs.ts';
import { domainOf } from '../../selinux/types.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';
import { progressOf } from './policy-progress.ts';
import type { Containers } from '../containers/ports/containers.ts';

export interface ConfineOptions {
  readonly containers: Containers;
  readonly modules: DomainModules;
  readonly learning: Learning;
}

const managed = { isManaged: true, isOfAnyEngine: true } as const;

type Chosen = Pick<Params<'container.confine'>, 'ports' | 'allow' | 'connectTypes'>;

interface Wanted extends Chosen {
  /** Whether it is one of Incus. */
  readonly isInstance: boolean;
  /** Undefined where somebody changed its configuration, which its next start fails on. */
  readonly pair: CategoryPair | undefined;
}

export function createConfine({
  containers,
  modules,
  learning,
}: ConfineOptions): Handlers<Caller>['container.confine'] {
  return ({ name, confinement, ports, allow, connectTypes, connectPorts, learnSeconds }, { signal }) =>
    reportProgress((tell) =>
      containers.exclusively(name, { reason: say('its confinement is being changed') }, async () => {
        const onStep = (step: PolicyStep): void => tell(progressOf(step));
        const { context, engine, state } = await containers.require(name, managed);
        if (engine === 'incus') checkInstance(name, confinement, state);
        // What is listed of an instance may be a moment older than what Incus has.
        const pair = pairOf((engine === 'incus' ? await containers.ofIncus.contextOf(name, signal) : context) ?? '');
        const chosen: Chosen = {
          ports,
          allow,
          connectTypes:
            confinement === 'shared' ? [] : [...(await modules.connectTypes({ connectTypes, connectPorts }, signal))],
        };
        if (confinement === 'learning') {
          await learning.begin(
            name,
            await sourceFor(name, { ...chosen, pair, isInstance: false, isPermissive: true }, signal),
            {
              seconds: learnSeconds,
              signal,
              onStep,
            },
          );
          containers.choose(name, chosen);
        } else if (engine === 'incus') {
          if (confinement === 'own') await own(name, { ...chosen, pair, isInstance: true }, { signal, onStep });
          onStep('apply');
          await containers.ofIncus.confine(name, confinement, chosen);
          return { container: await containers.require(name, managed), applies: 'now' };
        } else {
          if (confinement === 'own') await own(name, { ...chosen, pair, isInstance: false }, { signal, onStep });
          containers.choose(name, { ...chosen, confinement, learningUntil: null });
        }
        onStep('apply');
        if ((await containers.require(name, managed)).initPid === null) await containers.applyChoice(name);
        const container = await containers.require(name, managed);
        return { container, applies: container.domain === domainOf(name, confinement) ? 'now' : 'next-start' };
      }),
    );

  async function own(
    name: string,
    chosen: Wanted,
    { signal, onStep }: { readonly signal: AbortSignal; readonly onStep: (step: PolicyStep) => void },
  ): Promise<void> {
    if (containers.describedDomain(name).confinement === 'learning')
      return learning.end(name, { note: say('learning ended'), signal, onStep });
    const source = await sourceFor(name, { ...chosen, isPermissive: false }, signal);
    await modules.install(name, source, { note: say('own domain chosen'), mayBePermissive: false, signal, onStep });
  }

  /** Written again; one that has a domain of its own already keeps what it was allowed by rules. */
  async function sourceFor(
    name: string,
    wanted: Wanted & { readonly isPermissive: boolean },
    signal: AbortSignal,
  ): Promise<string> {
    const { ports, allow, connectTypes, pair, isInstance, isPermissive } = wanted;
    const { confinement, volumes } = containers.describedDomain(name);
    const stored = confinement === 'own' ? await modules.read(name, signal) : undefined;
    const generated = await modules.write(name, { ports, allow, connectTypes, volumes, isPermissive: false }, signal);
    const kept =
      stored === undefined
        ? generated
        : (withRulesOf(generated, stored.source) ?? fail('policy-rejected', lostHeading));
    const placed = isInstance ? asInstance(kept, name) : kept;
    const source = pair === undefined ? placed : withCategories(placed, name, pair);
    return isPermissive ? learningModule(source, name) : source;
  }
}

/** Its files get another label by the next mount of their volume, so it may not run; its members do not learn together. */
function checkInstance(name: string, confinement: Confinement, state: ContainerState): void {
  if (confinement === 'learning')
    fail('container-failed', {
      name,
      reason: say('an instance of Incus cannot learn; choose a domain of its own, and allow what it is denied'),
    });
  if (state !== 'stopped') fail('container-running', { name });
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
