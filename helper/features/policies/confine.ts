// SPDX-License-Identifier: Apache-2.0
/** Gives a container another confinement. */

import { fail } from '../../../contract/errors.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { say } from '../../../contract/text.ts';
import { withCategories } from '../../../sepolicy/own-domain/categories.ts';
import { withRulesOf } from '../../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import type { Caller } from '../../server/caller.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { type CategoryPair, pairOf } from '../../selinux/category-pairs.ts';
import { domainOf } from '../../selinux/types.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Learning } from './learning.ts';
import { progressOf } from './policy-progress.ts';
import type { Containers } from '../containers/ports.ts';

export interface ConfineOptions {
  readonly containers: Containers;
  readonly modules: DomainModules;
  readonly learning: Learning;
}

const managed = { isManaged: true };

type Chosen = Pick<Params<'container.confine'>, 'ports' | 'allow' | 'connectTypes'>;

interface Wanted extends Chosen {
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
        const { context } = await containers.require(name, managed);
        const pair = pairOf(context ?? '');
        const chosen: Chosen = {
          ports,
          allow,
          connectTypes:
            confinement === 'shared' ? [] : [...(await modules.connectTypes({ connectTypes, connectPorts }, signal))],
        };
        if (confinement === 'learning') {
          await learning.begin(name, await sourceFor(name, { ...chosen, pair, isPermissive: true }, signal), {
            seconds: learnSeconds,
            signal,
            onStep,
          });
          containers.choose(name, chosen);
        } else {
          if (confinement === 'own') await own(name, { ...chosen, pair }, { signal, onStep });
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
    if (containers.described(name).confinement === 'learning')
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
    const { ports, allow, connectTypes, pair, isPermissive } = wanted;
    const { confinement, volumes } = containers.described(name);
    const stored = confinement === 'own' ? await modules.read(name, signal) : undefined;
    const generated = await modules.write(name, { ports, allow, connectTypes, volumes, isPermissive: false }, signal);
    const kept =
      stored === undefined
        ? generated
        : (withRulesOf(generated, stored.source) ?? fail('policy-rejected', lostHeading));
    const source = pair === undefined ? kept : withCategories(kept, name, pair);
    return isPermissive ? learningModule(source, name) : source;
  }
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
