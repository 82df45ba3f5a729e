// SPDX-License-Identifier: Apache-2.0
/**
 * Policies of the fake host: how its containers are confined, and their modules, of which versions can be installed and
 * had back.
 */

import { fail } from '../../../../contract/errors.ts';
import type { Confinement, Container } from '../../../../contract/model/containers/container.ts';
import type { GivenPolicyModule, PolicyStep } from '../../../../contract/model/policy/policy-module.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { findContainer } from '../containers/find-container.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { domainOf, sourceOf } from './fake-module.ts';
import { learnedRules, learnedUsage, previewOf } from './fake-module-review.ts';
import { fakeConnectTypes } from './fake-port-types.ts';
import { fakeRecording, replayOf, replayOfBoolean } from './fake-replay.ts';
import { createModuleStore, describeModule, type ModuleStore } from './module-store.ts';

type ReadingHandlers = HandlersOf<`policy.${'list' | 'show' | 'preview' | 'recorded' | 'replay' | 'learned'}`>;
type ChangingHandlers = HandlersOf<'container.confine' | `policy.${'install' | 'revert' | 'adopt'}`>;

/** What the functions of policies act on. */
interface Place {
  readonly host: FakeHost;
  readonly modules: ModuleStore;
}

/** Gives the handlers of the modules of containers, and of their confinement. */
export function fakePolicies(host: FakeHost): ReadingHandlers & ChangingHandlers {
  const place = { host, modules: createModuleStore(host) };
  return { ...readingHandlers(place), ...changingHandlers(place) };
}

function readingHandlers({ host, modules }: Place): ReadingHandlers {
  return {
    'policy.list': async () => ({ modules: modules.all().map((module) => describeModule(host, module)) }),
    'policy.show': async ({ name, version }) => {
      const module = modules.find(name);
      const installed = module.versions.at(-1);
      const shown = version === undefined ? installed : module.versions.find((one) => one.version === version);
      return {
        module: describeModule(host, module),
        source: shown?.source ?? fail('module-not-found', { name, version: version ?? null }),
        installed: installed?.source ?? null,
      };
    },
    async *'policy.preview'({ name, source }) {
      yield* steps(['check', 'compile']);
      const preview = previewOf(name, source, findContainer(host, name).learningUntil !== null);
      return preview.problems.length > 0 ? preview : { ...preview, replay: replayOf(name, source, host.now()) };
    },
    'policy.recorded': async ({ days }) => ({ accesses: [], recording: fakeRecording(host.now(), days) }),
    'policy.replay': async (asked) => replayOfBoolean(asked, host.now()),
    'policy.learned': async ({ name }) => ({
      rules: learnedRules(domainOf(modules.find(name).container), host.now()),
      usage: learnedUsage,
      gaps: [],
    }),
  };
}

function changingHandlers(place: Place): ChangingHandlers {
  const { host, modules } = place;
  return {
    'container.confine': (params) => confine(place, params),
    'policy.install': ({ name, source }) => install(place, name, { source, note: say('edited') }),
    'policy.revert': ({ name, version }) => {
      const source =
        modules.find(name).versions.find((one) => one.version === version)?.source ??
        fail('module-not-found', { name, version });
      return install(place, name, { source, note: `back to version ${version}` });
    },
    async *'policy.adopt'({ name, rules }) {
      const proposed = learnedRules(domainOf(name), host.now()).filter(({ group }) =>
        rules.some((rule) => rule.group === group),
      );
      const source = `${sourceOf(name, false)}\n; Learned, and reviewed.\n${proposed.map(({ rule }) => rule).join('\n')}\n`;
      const module = yield* install(place, name, { source, note: `learned: ${rules.length} rules` });
      host.change({
        ...findContainer(host, name),
        confinement: 'own',
        learningUntil: null,
        confinementMode: 'enforced',
      });
      return { ...module, isPermissive: false, learningUntil: null };
    },
  };
}

async function* install(
  { host, modules }: Place,
  name: string,
  { source, note }: { readonly source: string; readonly note: Words },
): AsyncGenerator<Item<'policy.install'>, GivenPolicyModule, undefined> {
  modules.find(name);
  yield* steps(['check', 'compile', 'wait', 'install']);
  const { problems } = previewOf(name, source, false);
  if (problems.length > 0) fail('policy-rejected', { problems });
  modules.add(name, source, note);
  return describeModule(host, modules.find(name));
}

async function* confine(
  { host, modules }: Place,
  { name, confinement, ports, allow, learnSeconds, ...targets }: Params<'container.confine'>,
): AsyncGenerator<Item<'container.confine'>, Result<'container.confine'>, undefined> {
  const container = findContainer(host, name);
  if (container.engine === 'incus' && confinement === 'learning')
    fail('container-failed', { name, reason: say('an instance of Incus cannot learn') });
  if (container.engine === 'incus' && container.state !== 'stopped') fail('container-running', { name });
  const connectTypes = confinement === 'shared' ? [] : fakeConnectTypes(targets);
  yield* steps(confinement === 'shared' ? ['apply'] : ['check', 'compile', 'wait', 'install', 'apply']);
  const isLearning = confinement === 'learning';
  const note = isLearning ? `learns for ${learnSeconds / 60} min` : 'own domain chosen';
  if (confinement === 'shared') modules.remove(name);
  else modules.add(name, sourceOf(name, isLearning), note);
  const isNow = container.initPid === null;
  const changed: Container = {
    ...container,
    confinement,
    ports,
    allow,
    connectTypes,
    learningUntil: isLearning ? host.now() + learnSeconds : null,
    ...(isNow && inDomain(container, confinement)),
  };
  host.change(changed);
  return { container: changed, applies: isNow ? 'now' : 'next-start' };
}

async function* steps(names: readonly PolicyStep[]): AsyncGenerator<Item<'policy.install'>, void, undefined> {
  for (const [index, step] of names.entries()) {
    yield { step, fraction: index / names.length };
    await pause(step === 'install' ? 1800 : 400);
  }
}

function inDomain(container: Container, confinement: Confinement): Partial<Container> {
  const domain = confinement === 'shared' ? 'bulkhead_t' : domainOf(container.name);
  return {
    domain,
    context: `system_u:system_r:${domain}:s0:${container.categories.join(',')}`,
    confinementMode: confinement === 'learning' ? 'permissive' : 'enforced',
  };
}
