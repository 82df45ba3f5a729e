// SPDX-License-Identifier: Apache-2.0
/** What Bulkhead's modules grant on Fedora's policy, with containers in domains of their own. */

import { beforeAll, describe, expect, it } from 'vitest';
import { allChoices } from '../../contract/model/policy/choices.ts';
import { compileBesideContainers } from '../../scripts/narrow/measure-policy.ts';
import { baseModules } from '../../scripts/narrow/sample-modules.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { countAccesses } from '../../sepolicy/count.ts';
import { createAccessColumn } from '../../sepolicy/count/access-column.ts';
import { grantedAccesses } from '../../sepolicy/count/granted-accesses.ts';
import { decide } from '../../sepolicy/decide.ts';
import { accessOf } from '../../sepolicy/fixtures/small-policy.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import { cutPolicy } from '../../sepolicy/own-domain/cut-policy.ts';
import { learningModule } from '../../sepolicy/own-domain/learning-module.ts';
import { plainDomainCount } from '../../contract/model/policy/plain-kinds.ts';
import { plainOwner, policyNames } from '../../sepolicy/own-domain/names.ts';
import { portTypesOf } from '../../sepolicy/own-domain/port-type.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { compileCil } from './compile-cil.ts';
import { moduleOf, narrowModuleOf } from '../../sepolicy/own-domain/fixtures/container-forms.ts';
import { findPolicy } from './policy-folder.ts';

const folder = await findPolicy('fedora');
const plain = policyNames('plain');
/** Connects to ports of types of which the policy has one. */
const connecting = policyNames('client');
const lesson = policyNames('lesson');
const narrowed = policyNames('narrowed');
const bare = 'bare_t';
const containerDomains = [
  ...[bare, 'bulkhead_t'],
  ...['plain', 'free', 'narrowed', 'usual', 'lesson', 'client'].map((name) => policyNames(name).domain),
  ...Array.from({ length: plainDomainCount }, (_, index) => policyNames(plainOwner(index + 1)).domain),
];
const slow = 180_000;

/** The rules that hold whatever the booleans are. */
function unconditional({ rules }: LoadedPolicy): LoadedPolicy['rules'] {
  return new Map([...rules].map(([name, all]) => [name, all.filter(({ condition }) => condition === undefined)]));
}

let text: string;
let policy: LoadedPolicy;

async function compile(modules: readonly string[]): Promise<string> {
  if (folder === undefined) throw new Error("Fedora's policy is not on this machine");
  const compiled = await compileBesideContainers('fedora', folder, modules);
  await compiled.remove();
  return compiled.text;
}

describe.skipIf(folder === undefined)("on Fedora's policy", () => {
  beforeAll(async () => {
    text = await compile([
      ...[moduleOf('plain'), moduleOf('free', allChoices), narrowModuleOf('narrowed'), moduleOf('usual', ['nested'])],
      learningModule(moduleOf('lesson', ['nested'], ['postgresql_port_t']), 'lesson'),
      moduleOf('client', [], ['postgresql_port_t', 'gone_port_t', 'gone.port_t']),
      `(type ${bare})(call bulkhead_container_domain (${bare}))`,
    ]);
    policy = readPolicy(statementsOnly(text));
  }, slow);

  it('gives a container with everything chosen more, and no file of the host among it', () => {
    const free = countAccesses(policy, policyNames('free').domain);
    expect(free?.total).toBeGreaterThan((countAccesses(policy, plain.domain)?.total ?? 0) + 300);
    expect(free?.columns.hostFiles).toBeLessThanOrEqual(3);
  });

  it('is counted in the part of a policy that the check of a module reads, but for what only a boolean opens', () => {
    const whole = statementsOnly(text);
    const cut = readPolicy(cutPolicy(whole, 'plain').present);
    const withoutBooleans = { ...policy, booleans: new Map(), conditionalRules: [], rules: unconditional(policy) };
    expect(countAccesses(cut, plain.domain)).toEqual(countAccesses(withoutBooleans, plain.domain));
  });

  it('has on types of other containers: its two consoles, and keys and descriptors that this policy lets every process use', () => {
    const columnOf = createAccessColumn(policy, plain.domain);
    const { classes, types } = grantedAccesses(policy, plain.domain);
    const found = classes.flatMap(({ class: className, permissions, vectors }) =>
      types.flatMap((type, place) => {
        const held = permissions.filter((_, bit) => (((vectors[place] ?? 0) >>> bit) & 1) === 1);
        return held.length === 0 || columnOf(className, type) !== 'otherContainers'
          ? []
          : [`${type}:${className} ${held.toSorted().join(' ')}`];
      }),
    );
    // Towards plain domains a deny rule takes even that.
    const others = containerDomains.filter((domain) => domain !== plain.domain && !domain.startsWith('bulkhead_p_'));
    expect(found.toSorted()).toEqual(
      [
        ...others.flatMap((domain) => [`${domain}:fd use`, `${domain}:key link search`]),
        'bulkhead_devpts_t:chr_file append getattr ioctl lock open read setattr watch watch_reads write',
        'container_devpts_t:chr_file append getattr ioctl lock open read watch watch_reads write',
      ].toSorted(),
    );
  });

  it('gives memory and terminals of a domain of its own its categories, where the policy gives them those of their folder', () => {
    const level = '(s0 (c5 c77))';
    const given = ['tmpfs_t dir', 'tmpfs_t file', 'devpts_t chr_file'].map(
      (object) => `(rangetransition ${plain.domain} ${object} (${level} ${level}))`,
    );
    const found = text.split('\n').filter((line) => line.startsWith(`(rangetransition ${plain.domain} `));
    expect(found.filter((line) => !line.includes('bulkhead_shared_')).toSorted()).toEqual(given.toSorted());
  });

  describe('across categories, where the policy itself constrains less', () => {
    const allowed = (access: string): boolean => {
      const [target = '', permission = ''] = access.split(' ');
      const [type = '', className = ''] = target.split(':');
      const between = (level: string): boolean =>
        decide(policy, accessOf(`bulkhead_t:s0:c1,c2 ${type}:${level}:${className} ${permission}`)).isAllowed;
      // Its own it may use: the rule is there, and the categories decide.
      expect(between('s0:c1,c2'), access).toBe(true);
      return between('s0:c3,c4');
    };

    it.each([
      ...['file open', 'file map', 'file watch', 'dir open', 'dir rmdir', 'dir watch', 'lnk_file unlink'],
      ...['sock_file rename', 'fifo_file read', 'fifo_file write'],
    ])('a container may not %s another one has', (access) => {
      expect(allowed(`bulkhead_file_t:${access}`)).toBe(false);
    });

    it.each([
      ...['unix_stream_socket connectto', 'unix_dgram_socket sendto', 'process setsched', 'process signull'],
      ...['sem unix_read', 'shm lock', 'msgq enqueue', 'packet_socket read', 'netlink_route_socket write'],
    ])('nor %s', (access) => {
      expect(allowed(`bulkhead_t:${access}`)).toBe(false);
    });
  });

  describe('the helper', () => {
    it.each([
      ...['shadow_t:file read', 'shadow_t:file write', 'memory_device_t:chr_file read', 'proc_kcore_t:file read'],
      ...['security_t:security setenforce', 'security_t:security setsecparam', 'sysctl_kernel_t:file write'],
      ...[
        'kernel_t:system module_load',
        'kernel_t:system reboot',
        'init_t:system halt',
        'unconfined_t:process transition',
      ],
      ...[
        'self:capability sys_module',
        'self:capability sys_rawio',
        'self:capability sys_boot',
        'self:capability sys_time',
      ],
    ])('may not %s (review F8)', (access) => {
      const [target = '', permission = ''] = access.split(' ');
      const [type = '', className = ''] = target.replace('self', 'bulkhead_helper_t').split(':');
      const asked = accessOf(`bulkhead_helper_t:s0 ${type}:s0:${className} ${permission}`);
      expect(decide(policy, asked).isAllowed).toBe(false);
    });

    it('starts containers and readers of strange input, and enters no domain but those of every process (review F8)', () => {
      const targets = [...policy.types].filter(
        (type) => decide(policy, accessOf(`bulkhead_helper_t:s0 ${type}:s0:process transition`)).isAllowed,
      );
      expect(targets.toSorted()).toEqual(
        [...['abrt_helper_t', 'bulkhead_helper_t', 'bulkhead_reader_t'], ...containerDomains].toSorted(),
      );
    });
  });

  describe('incusd', () => {
    const incusd = 'bulkhead_incus_t';
    const mayOn = (access: string): boolean => {
      const [target = '', permission = ''] = access.split(' ');
      const [type = '', className = ''] = target.replace('self', incusd).split(':');
      return decide(policy, accessOf(`${incusd}:s0 ${type}:s0:${className} ${permission}`)).isAllowed;
    };

    it('stays where it ran before, until the boolean puts it into its domain', () => {
      const transition = (domain: string): string => `(typetransition init_t bulkhead_incus_exec_t process ${domain})`;
      expect(text).toContain('(boolean bulkhead_incus_confined false)');
      const [, conditional = ''] = /\(booleanif \(?bulkhead_incus_confined\)?\s([^]*?)\n\)/.exec(text) ?? [];
      const [whenOn = '', whenOff = ''] = conditional.split('(false');
      expect(whenOn).toContain(transition('bulkhead_incus_t'));
      expect(whenOff).toContain(transition('initrc_t'));
      const isAllowed = (access: string): boolean => decide(policy, accessOf(access)).isAllowed;
      expect(isAllowed('init_t:s0 initrc_t:s0:process transition')).toBe(true);
      expect(isAllowed('initrc_t:s0 bulkhead_incus_exec_t:s0:file entrypoint')).toBe(true);
    });

    it('keeps its containers from unmounting file systems of the host, but for a boolean that opens nothing else', () => {
      const [, conditional = ''] = /\(booleanif \(?bulkhead_incus_folders\)?\s([^]*?)\n\)/.exec(text) ?? [];
      expect(text).toContain('(boolean bulkhead_incus_folders false)');
      expect(conditional.replace(/\s+/g, ' ')).toMatch(
        /^ ?\(true \(allow \S+ fs_t \(filesystem \(unmount\)\)\) ?\)( \(false ?\))? ?$/,
      );
      for (const domain of ['bulkhead_t', plain.domain])
        expect(decide(policy, accessOf(`${domain}:s0 fs_t:s0:filesystem unmount`)).isAllowed).toBe(false);
    });

    it('starts containers and dnsmasq, and changes to no other domain but what this policy grants every process', () => {
      const targets = [...policy.types].filter((type) => mayOn(`${type}:process transition`));
      expect(targets.toSorted()).toEqual(
        [...['abrt_helper_t', incusd, 'dnsmasq_t', 'fsadm_t', 'lvm_t'], ...containerDomains].toSorted(),
      );
    });

    it.each([
      ...['shadow_t:file read', 'memory_device_t:chr_file read', 'proc_kcore_t:file read', 'bin_t:file write'],
      ...['security_t:security setenforce', 'security_t:security load_policy', 'sysctl_kernel_t:file write'],
      ...[
        'kernel_t:system module_load',
        'kernel_t:system reboot',
        'self:capability sys_module',
        'self:process execmem',
      ],
      ...['semanage_store_t:file read', 'etc_t:file write', 'user_home_t:file read', 'user_home_t:file write'],
    ])('may not %s', (access) => {
      expect(mayOn(access)).toBe(false);
    });

    it('mounts the files of containers with their label, and gives no file another one', () => {
      expect(mayOn('bulkhead_file_t:filesystem relabelto')).toBe(true);
      const labelled = [...policy.types].filter((type) => mayOn(`${type}:file relabelto`));
      expect(labelled).toEqual([]);
    });

    it('runs none of the programs of containers, of archives, and of those that it has written, in its own domain', () => {
      const run = (type: string): boolean => mayOn(`${type}:file execute_no_trans`);
      expect(run('bin_t')).toBe(true);
      expect(['bulkhead_file_t', 'bulkhead_tmpfs_t', 'unlabeled_t', 'bulkhead_incus_var_lib_t'].filter(run)).toEqual(
        [],
      );
    });

    it.each(['bulkhead_helper_t', 'bulkhead_listener_t', 'bulkhead_policy_t'])(
      'connects to no socket of %s',
      (type) => {
        expect(mayOn(`${type}:unix_stream_socket connectto`)).toBe(false);
      },
    );

    it('is reached by the helper, and by no container', () => {
      const reached = (domain: string): boolean =>
        decide(policy, accessOf(`${domain}:s0 ${incusd}:s0:unix_stream_socket connectto`)).isAllowed;
      expect(reached('bulkhead_helper_t')).toBe(true);
      expect(['bulkhead_t', plain.domain, 'bulkhead_listener_t', 'user_t'].filter(reached)).toEqual([]);
    });
  });

  describe('the programs of LXC, which have a type of another container runtime here', () => {
    const isAllowed = (access: string): boolean => decide(policy, accessOf(access)).isAllowed;
    const started = ['bulkhead_t', plain.domain];

    it('leave the helper in its own domain', () => {
      expect(text).not.toMatch(/^\(typetransition bulkhead_helper_t container_runtime_exec_t process /m);
      expect(isAllowed('bulkhead_helper_t:s0 container_runtime_exec_t:s0:file execute_no_trans')).toBe(true);
      expect(isAllowed('bulkhead_helper_t:s0 container_runtime_t:s0:process transition')).toBe(false);
    });

    it('start a container for an administrator too, from the domain to which they bring a shell', () => {
      expect(isAllowed('unconfined_t:s0 container_runtime_t:s0:process transition')).toBe(true);
      const denied = started.flatMap((domain) =>
        [
          `container_runtime_t:s0-s0:c0.c1023 ${domain}:s0:c5,c77:process transition`,
          `${domain}:s0:c5,c77 container_runtime_t:s0:fd use`,
          `${domain}:s0:c5,c77 container_runtime_t:s0:fifo_file write`,
          `${domain}:s0:c5,c77 container_devpts_t:s0:chr_file write`,
          'bulkhead_helper_t:s0-s0:c0.c1023 container_runtime_t:s0:unix_stream_socket connectto',
        ].filter((access) => !isAllowed(access)),
      );
      expect(denied).toEqual([]);
    });

    it.each(['process ptrace', 'process sigkill', 'process transition', 'unix_stream_socket connectto'])(
      'give a container no %s towards that domain',
      (access) => {
        const found = started.filter((domain) => isAllowed(`${domain}:s0:c5,c77 container_runtime_t:s0:${access}`));
        expect(found).toEqual([]);
      },
    );
  });

  it(
    'does not take the modules without the deny rules: a container could do what the policy grants every process',
    { timeout: slow },
    async () => {
      const rest = [...baseModules()].filter(([name]) => name !== 'bulkhead-deny.cil').map(([, module]) => module);
      const compiling = compileCil([...rest, moduleOf('plain')], { files: folder?.modules ?? [] });
      await expect(compiling).rejects.toThrow(/bulkhead_secret|bulkhead_foreign/);
    },
  );

  describe('the other forms of a module', () => {
    /** How much is about its own types, and what else there is. */
    function columnsOf(domain: string): readonly [own: number, rest: object] {
      const { ownTypes = 0, otherContainers: _, ...rest } = countAccesses(policy, domain)?.columns ?? {};
      return [ownTypes, rest];
    }

    it('grant nothing while it learns, and what is its own alone when a review made it narrow', () => {
      const [[, floor], [ownLearning, learning], [own, rest], [whole]] = [
        columnsOf(bare),
        columnsOf(lesson.domain),
        columnsOf(narrowed.domain),
        columnsOf(plain.domain),
      ];
      expect(learning).toEqual(floor);
      expect(rest).toEqual(floor);
      expect(own).toBe(whole);
      expect(own).toBeGreaterThan(ownLearning + 300);
    });

    it('deny without a record what systemd tries at every boot, but for one that learns', () => {
      const [usual, reviewed, learning, nothing] = [
        quietIn(policyNames('usual').domain),
        quietIn(narrowed.domain),
        quietIn(lesson.domain),
        quietIn(bare),
      ];
      expect(usual).toEqual(
        expect.arrayContaining(['user_namespace create', 'bpf prog_load', 'system module_request']),
      );
      expect(reviewed).toEqual(usual);
      // What this policy hides of every process stays hidden.
      expect(learning).toEqual(nothing);
      expect(learning.filter((access) => /^(user_namespace|bpf|system) /.test(access))).toEqual([]);
    });

    /** The classes and permissions that are denied without a record, on whatever type. */
    function quietIn(domain: string): readonly string[] {
      const { classes } = grantedAccesses(policy, domain, 'dontaudit');
      return classes
        .flatMap(({ class: className, permissions, vectors }) => {
          const all = vectors.reduce((one, other) => one | other, 0);
          return permissions
            .filter((_, bit) => ((all >>> bit) & 1) === 1)
            .map((permission) => `${className} ${permission}`);
        })
        .toSorted();
    }

    it('leave to every container, in whatever form, only what it is started through', () => {
      const allowed = [...baseModules().values()].flatMap(
        (module) => module.match(/^\s*\(allow bulkhead_(?:own_)?domain .*$/gm) ?? [],
      );
      expect(allowed).toEqual([
        '(allow bulkhead_domain bulkhead_starter (fd (use)))',
        '(allow bulkhead_domain bulkhead_starter (fifo_file (append getattr ioctl read write)))',
      ]);
    });
  });

  describe('connections by port type', () => {
    const connections = (domain: string): readonly string[] =>
      [...policy.types]
        .filter((type) => decide(policy, accessOf(`${domain}:s0 ${type}:s0:tcp_socket name_connect`)).isAllowed)
        .toSorted();

    it('reach the ports of the chosen types and no others; a type that the policy lacks is left out', () => {
      const without = connections(plain.domain);
      expect(connections(connecting.domain)).toEqual([...without, 'postgresql_port_t'].toSorted());
    });

    it('are not granted by a module that learns', () => {
      expect(connections(lesson.domain)).toEqual(connections(plain.domain));
    });

    it('are the types that the choice of all ports opens', () => {
      const portTypes = portTypesOf(policy).map(({ name }) => name);
      expect(portTypes).toContain('postgresql_port_t');
      expect(portTypesOf(policy).find(({ name }) => name === 'http_port_t')?.ports).toContainEqual({
        protocol: 'tcp',
        low: 443,
        high: 443,
      });
      const reached = (type: string): boolean =>
        decide(policy, accessOf(`${policyNames('free').domain}:s0 ${type}:s0:tcp_socket name_connect`)).isAllowed;
      expect(portTypes.filter((type) => !reached(type))).toEqual([]);
    });
  });
});
