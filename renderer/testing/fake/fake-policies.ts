// SPDX-License-Identifier: Apache-2.0
/**
 * Policy modules of the fake host: versions that can be installed and had back, a compiler that knows a few mistakes,
 * and what a container learned.
 */

import { fail } from '../../../contract/errors.ts';
import type { Confinement, Container } from '../../../contract/model/container.ts';
import type { Opening } from '../../../contract/model/explanation.ts';
import type {
  AccessUsage,
  LearnedRule,
  ModulePreview,
  ModuleVersion,
  PolicyModule,
  PolicyStep,
} from '../../../contract/model/policy-module.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

interface FakeModule {
  readonly container: string;
  readonly versions: (ModuleVersion & { readonly source: string })[];
}

type PolicyHandlers = Pick<
  Handlers<string>,
  Exclude<
    Extract<keyof Handlers<string>, `policy.${string}` | 'container.confine'>,
    'policy.ask' | 'policy.count' | 'policy.names'
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

  function moduleOf({ container, versions }: FakeModule): PolicyModule {
    const { confinement, learningUntil } = containerOf(container);
    const plain = versions.map(({ version, sha256, note, createdAt }) => ({ version, sha256, note, createdAt }));
    return {
      container,
      module: `bulkhead_c_${safe(container)}`,
      domain: domainOf(container),
      version: plain.at(-1)?.version ?? null,
      state: 'installed',
      isPermissive: confinement === 'learning',
      learningUntil,
      versions: plain,
    };
  }

  function add(name: string, source: string, note: string): void {
    const module = modules.get(name) ?? { container: name, versions: [] };
    const version = (module.versions.at(-1)?.version ?? 0) + 1;
    module.versions.push({ version, sha256: String(version).padStart(64, '0'), note, createdAt: host.now(), source });
    modules.set(name, module);
  }

  async function* install(
    name: string,
    source: string,
    note: string,
  ): AsyncGenerator<Item<'policy.install'>, PolicyModule, undefined> {
    find(name);
    yield* steps(['check', 'compile', 'wait', 'install']);
    const { problems } = previewOf(name, source);
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
  }: Params<'container.confine'>): AsyncGenerator<Item<'container.confine'>, Result<'container.confine'>, undefined> {
    const container = containerOf(name);
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
      return previewOf(name, source);
    },
    'policy.install': ({ name, source }) => install(name, source, 'edited'),
    'policy.revert': ({ name, version }) =>
      install(
        name,
        find(name).versions.find((one) => one.version === version)?.source ??
          fail('module-not-found', { name, version }),
        `back to version ${version}`,
      ),
    'policy.learned': async ({ name }) => ({
      rules: learnedRules(domainOf(find(name).container), host.now()),
      usage: learnedUsage,
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

function domainOf(container: string): string {
  return `bulkhead_c_${safe(container)}_t`;
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

function safe(container: string): string {
  return container.replaceAll('_', '__').replaceAll('-', '_d').replaceAll('.', '_p');
}

function seedModule(container: string, now: number): FakeModule {
  const first = sourceOf(container, false).replace('; tcp 443 (http_port_t)\n', '');
  return {
    container,
    versions: [
      {
        version: 1,
        sha256: '1'.padStart(64, '0'),
        note: 'created with the container',
        createdAt: now - 86_400 * 9,
        source: first,
      },
      {
        version: 2,
        sha256: '2'.padStart(64, '0'),
        note: 'edited',
        createdAt: now - 3600 * 5,
        source: `${sourceOf(container, false)}(allow ${domainOf(container)} sysctl_vm_t (file (read)))\n`,
      },
    ],
  };
}

function sourceOf(container: string, isPermissive: boolean): string {
  const domain = domainOf(container);
  const module = domain.slice(0, -2);
  return `; The policy module of the container ${container}: a domain of its own.

; ---- what it is ------------------------------------------------------------
; Types that no other container has. This part has to stay as it is.
(type ${domain})
(type ${module}_file_t)
(type ${module}_volume_t)
(type ${module}_readonly_t)
(type ${module}_tmpfs_t)
(type ${module}_terminal_t)
(typeattribute ${module}_others)
(typeattributeset ${module}_others (and
    (or (bulkhead_domain) (bulkhead_content))
    (not (${domain} ${module}_file_t ${module}_volume_t ${module}_readonly_t ${module}_tmpfs_t))))
(call bulkhead_container (${domain} ${module}_file_t ${module}_volume_t ${module}_readonly_t ${module}_tmpfs_t
    ${module}_terminal_t ${module}_others))

; ---- network ---------------------------------------------------------------
; It listens on these ports and no others; a port is named by its type, which others may have too.
; tcp 443 (http_port_t)
(call bulkhead_serve_tcp (${domain} http_port_t))

; ---- choices ---------------------------------------------------------------
; What it may do beyond every container: nothing, unless a line stands here.
; Connect to any port
(call bulkhead_allow_connect (${domain}))
${isPermissive ? learningPart(domain) : ''}
; ---- rules -----------------------------------------------------------------
; What was allowed after a review.
`;
}

function learningPart(domain: string): string {
  return `
; ---- learning --------------------------------------------------------------
; For a limited time nothing is denied: Bulkhead removes this line when that has ended.
(typepermissive ${domain})
`;
}

function previewOf(name: string, source: string): ModulePreview {
  const problems = source.split('\n').flatMap((text, index): ModulePreview['problems'] => {
    if (/shadow_t/.test(text))
      return [
        {
          line: index + 1,
          problem:
            'it would break the isolation: (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))',
        },
      ];
    if (/^\(typepermissive/.test(text))
      return [{ line: index + 1, problem: 'a domain is permissive only while it learns, and then Bulkhead says so' }];
    return [];
  });
  const added = [...source.matchAll(/^\(allow (\S+) (\S+) \((\S+) \(([^)]*)\)\)\)/gm)].map(
    ([, from = '', target = '', className = '', permissions = '']): Opening => ({
      source: from,
      target,
      class: className,
      permissions: permissions.split(' '),
    }),
  );
  const isEmpty = problems.length > 0;
  return {
    problems,
    added: isEmpty ? [] : added,
    addedCount: isEmpty ? 0 : added.length,
    removed: [],
    removedCount: 0,
    risk:
      added.length === 0
        ? { level: 'low', reason: 'Nothing is opened.' }
        : {
            level: 'low',
            reason: `${domainOf(name)} could look at what is ${added[0]?.target ?? ''}, and not change it.`,
          },
  };
}

function learnedRules(domain: string, now: number): LearnedRule[] {
  const rule = (
    index: number,
    target: string,
    className: string,
    permissions: string[],
  ): Pick<LearnedRule, 'group' | 'rule' | 'target' | 'class' | 'permissions' | 'last'> => ({
    group: String(index).padStart(16, '0'),
    rule: `(allow ${domain} ${target} (${className} (${permissions.join(' ')})))`,
    target,
    class: className,
    permissions,
    last: now - index * 130,
  });
  return [
    {
      ...rule(1, 'sysctl_vm_t', 'file', ['read', 'open', 'getattr']),
      count: 42,
      comms: ['postgres'],
      risk: { level: 'low', reason: `${domain} could look at what is sysctl_vm_t, and not change it.` },
      advice: 'keep',
      reason: 'It could look at it, and not change it.',
    },
    {
      ...rule(2, 'postgresql_port_t', 'tcp_socket', ['name_bind']),
      count: 3,
      comms: ['postgres'],
      risk: { level: 'medium', reason: `${domain} gets name_bind on tcp_socket objects of type postgresql_port_t.` },
      advice: 'decide',
      reason: 'It would listen on ports of type postgresql_port_t.',
    },
    {
      ...rule(3, 'shadow_t', 'file', ['read', 'open']),
      count: 1,
      comms: ['backup'],
      risk: { level: 'high', reason: 'shadow_t holds secrets or the policy of the system.' },
      advice: 'drop',
      reason: 'shadow_t holds secrets or the policy of the system. Who really wants it writes it into the module.',
    },
  ];
}

const learnedUsage: AccessUsage = {
  granted: 760,
  used: 8,
  grantedOutside: 12,
  usedOutside: 5,
  accesses: [{ target: 'proc_t', class: 'file', permissions: ['getattr', 'ioctl', 'open', 'read'] }],
  surplus: [
    { target: 'sysctl_vm_t', class: 'file', permissions: ['mounton'] },
    {
      target: 'random_device_t',
      class: 'chr_file',
      permissions: ['append', 'getattr', 'ioctl', 'lock', 'open', 'write'],
    },
  ],
  unknown: [],
};
