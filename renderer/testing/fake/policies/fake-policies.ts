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
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { domainOf, type FakeModule, moduleNameOf, seedModule, sourceOf } from './fake-module.ts';
import { fakeConnectTypes } from './fake-port-types.ts';
import { learnedRules, learnedUsage, previewOf } from './fake-module-review.ts';
import { fakeRecording, replayOf, replayOfBoolean } from './fake-replay.ts';
import { pause } from '../pause.ts';

type PolicyHandlers = Pick<
  Handlers<string>,
  Exclude<
    Extract<keyof Handlers<string>, `policy.${string}` | 'container.confine'>,
    | 'policy.ask'
    | 'policy.count'
    | 'policy.prove'
    | 'policy.certificate'
    | 'policy.identify'
    | 'policy.names'
    | 'policy.port-types'
    | 'policy.local'
  >
>;

export function fakePolicies(host: FakeHost): PolicyHandlers {
  const modules = new Map(
    [...host.containers.values()]
      .filter(({ confinement }) => confinement === 'own' || confinement === 'learning')
      .map(({ name }) => [name, seedModule(name, host.now())]),
  );

  function find(name: string): FakeModule {
    return modules.get(name) ?? fail('module-not-found', { name, version: null });
  }

  function containerOf(name: string): Container {
    return host.containers.get(name) ?? fail('container-not-found', { name });
  }

  function moduleOf({ container, versions }: FakeModule): GivenPolicyModule {
    const { confinement, learningUntil } = containerOf(container);
    const plain = versions.map(({ version, sha256, note, createdAt }) => ({ version, sha256, note, createdAt }));
    return {
      container,
      module: moduleNameOf(container),
      domain: domainOf(container),
      version: plain.at(-1)?.version ?? null,
      state: 'installed',
      isPermissive: confinement === 'learning',
      learningUntil,
      versions: plain,
    };
  }

  function add(name: string, source: string, note: Words): void {
    const module = modules.get(name) ?? { container: name, versions: [] };
    const version = (module.versions.at(-1)?.version ?? 0) + 1;
    module.versions.push({ version, sha256: String(version).padStart(64, '0'), note, createdAt: host.now(), source });
    modules.set(name, module);
  }

  async function* install(
    name: string,
    source: string,
    note: Words,
  ): AsyncGenerator<Item<'policy.install'>, GivenPolicyModule, undefined> {
    find(name);
    yield* steps(['check', 'compile', 'wait', 'install']);
    const { problems } = previewOf(name, source, false);
    if (problems.length > 0) fail('policy-rejected', { problems });
    add(name, source, note);
    return moduleOf(find(name));
  }

  async function* confine({
    name,
    confinement,
    ports,
    allow,
    learnSeconds,
    ...targets
  }: Params<'container.confine'>): AsyncGenerator<Item<'container.confine'>, Result<'container.confine'>, undefined> {
    const container = containerOf(name);
    if (container.engine === 'incus' && confinement === 'learning')
      fail('container-failed', { name, reason: say('an instance of Incus cannot learn') });
    if (container.engine === 'incus' && container.state !== 'stopped') fail('container-running', { name });
    const connectTypes = confinement === 'shared' ? [] : fakeConnectTypes(targets);
    yield* steps(confinement === 'shared' ? ['apply'] : ['check', 'compile', 'wait', 'install', 'apply']);
    if (confinement === 'shared') modules.delete(name);
    else
      add(
        name,
        sourceOf(name, confinement === 'learning'),
        confinement === 'learning' ? `learns for ${learnSeconds / 60} min` : 'own domain chosen',
      );
    const isNow = container.initPid === null;
    const changed: Container = {
      ...container,
      confinement,
      ports,
      allow,
      connectTypes,
      learningUntil: confinement === 'learning' ? host.now() + learnSeconds : null,
      ...(isNow && inDomain(container, confinement)),
    };
    host.change(changed);
    return { container: changed, applies: isNow ? 'now' : 'next-start' };
  }

  return {
    'container.confine': (params) => confine(params),
    'policy.list': async () => ({ modules: [...modules.values()].map(moduleOf) }),
    'policy.show': async ({ name, version }) => {
      const module = find(name);
      const installed = module.versions.at(-1);
      const shown = version === undefined ? installed : module.versions.find((one) => one.version === version);
      return {
        module: moduleOf(module),
        source: shown?.source ?? fail('module-not-found', { name, version: version ?? null }),
        installed: installed?.source ?? null,
      };
    },
    async *'policy.preview'({ name, source }) {
      yield* steps(['check', 'compile']);
      const preview = previewOf(name, source, containerOf(name).learningUntil !== null);
      return preview.problems.length > 0 ? preview : { ...preview, replay: replayOf(name, source, host.now()) };
    },
    'policy.install': ({ name, source }) => install(name, source, say('edited')),
    'policy.revert': ({ name, version }) =>
      install(
        name,
        find(name).versions.find((one) => one.version === version)?.source ??
          fail('module-not-found', { name, version }),
        `back to version ${version}`,
      ),
    'policy.recorded': async ({ days }) => ({ accesses: [], recording: fakeRecording(host.now(), days) }),
    'policy.replay': async (asked) => replayOfBoolean(asked, host.now()),
    'policy.learned': async ({ name }) => ({
      rules: learnedRules(domainOf(find(name).container), host.now()),
      usage: learnedUsage,
      gaps: [],
    }),
    async *'policy.adopt'({ name, rules }) {
      const proposed = learnedRules(domainOf(name), host.now()).filter(({ group }) =>
        rules.some((rule) => rule.group === group),
      );
      const source = `${sourceOf(name, false)}\n; Learned, and reviewed.\n${proposed.map(({ rule }) => rule).join('\n')}\n`;
      const module = yield* install(name, source, `learned: ${rules.length} rules`);
      host.change({ ...containerOf(name), confinement: 'own', learningUntil: null, confinementMode: 'enforced' });
      return { ...module, isPermissive: false, learningUntil: null };
    },
  };
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
