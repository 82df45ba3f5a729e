// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { countAccesses } from '../../sepolicy/count.ts';
import { decide } from '../../sepolicy/decide.ts';
import { accessOf } from '../../sepolicy/fixtures/small-policy.ts';
import { countWithSetools } from '../../sepolicy/fixtures/count-with-setools.ts';
import { includesType, type LoadedPolicy, realType } from '../../sepolicy/loaded-policy.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { compileStandIn, type CompiledStandIn } from './compile-stand-in.ts';
import { ownBreaches, standInPolicy } from './stand-in-policy.ts';

let compiled: CompiledStandIn;
let policy: LoadedPolicy;

beforeAll(async () => {
  compiled = await compileStandIn();
  policy = readPolicy(statementsOnly(compiled.text));
}, 60_000);
afterAll(() => compiled.remove());

describe('the names', () => {
  it('lacks some types that Debian has', () => {
    const missing = ['proc_psi_t', 'dnsmasq_runtime_t', 'ramfs_t', 'policy_config_t', 'unconfined_execmem_exec_t'];
    expect(missing.filter((name) => policy.types.has(name))).toEqual([]);
  });

  it('has some of them as aliases', async () => {
    const written = readPolicy(await standInPolicy());
    expect(
      ['ramfs_t', 'policy_config_t', 'unconfined_execmem_exec_t', 'docker_t'].map((name) => realType(written, name)),
    ).toEqual(['tmpfs_t', 'semanage_store_t', 'bin_t', 'container_runtime_t']);
  });

  it('protects /proc by other types', () => {
    expect(includesType(policy, 'sysctl_type', 'usermodehelper_t')).toBe(true);
    expect(includesType(policy, 'sysctl_type', 'proc_security_t')).toBe(false);
  });
});

describe('what is granted', () => {
  it('to every domain: thousands of accesses, mostly to files and processes of the host', () => {
    const { total = 0, columns } = countAccesses(policy, 'service_700_t') ?? {};
    expect(total).toBeGreaterThan(5000);
    expect((columns?.hostFiles ?? 0) + (columns?.hostProcesses ?? 0)).toBeGreaterThan(0.9 * total);
  });

  it('to the stock domain of containers: five times as much and more, with capabilities of the host', () => {
    const stock = countAccesses(policy, 'container_t');
    expect(stock?.total).toBeGreaterThan(25_000);
    expect(stock?.columns.capabilities).toBeGreaterThan(70);
  });

  it.each([
    ['container_t shell_exec_t:file execute', true],
    ['service_1_t boot_t:file read', true],
    ['service_1_t service_2_tmp_t:file append', true],
    ['service_1_t abrt_helper_t:process transition', true],
    ['service_1_t service_2_t:fd use', true],
    ['service_1_t service_2_conf_t:file map', false],
    ['init_t shadow_t:file read', false],
    ['init_t bin_t:file write', false],
  ])('%s: %s', (access, isAllowed) => {
    const [source = '', rest = ''] = access.split(/ (.*)/s);
    const [target = '', permission = ''] = rest.split(' ');
    const at = target.lastIndexOf(':');
    const asked = `${source}:s0 ${target.slice(0, at)}:s0${target.slice(at)} ${permission}`;
    expect(decide(policy, accessOf(asked)).isAllowed).toBe(isAllowed);
  });

  it('is the same number for setools', async () => {
    const domains = ['service_700_t', 'container_t', 'container_init_t', 'spc_t', 'init_t', 'unconfined_t', 'user_t'];
    const run = async ([program = '', ...args]: readonly string[]): Promise<string> =>
      (await promisify(execFile)(program, args)).stdout;
    expect(await countWithSetools(run, compiled.path, domains)).toEqual(
      domains.map((domain) => countAccesses(policy, domain)?.total),
    );
  });
});

describe('across categories', () => {
  const allowed = (permission: string, target: string): boolean => {
    const at = target.lastIndexOf(':');
    const object = `${target.slice(0, at)}:s0:c3,c4${target.slice(at)}`;
    return decide(policy, accessOf(`container_t:s0:c1,c2 ${object} ${permission}`)).isAllowed;
  };

  it.each(['file read', 'file write', 'file execute', 'dir search', 'dir read', 'sock_file write', 'lnk_file getattr'])(
    'holds %s',
    (access) => {
      const [className = '', permission = ''] = access.split(' ');
      expect(allowed(permission, `container_file_t:${className}`)).toBe(false);
    },
  );

  it.each(['file open', 'dir open', 'dir rmdir', 'lnk_file unlink', 'sock_file rename', 'fifo_file read'])(
    'does not hold %s',
    (access) => {
      const [className = '', permission = ''] = access.split(' ');
      expect(allowed(permission, `container_file_t:${className}`)).toBe(true);
    },
  );

  it.each([
    ['unix_stream_socket connectto', true],
    ['process setsched', true],
    ['process signal', false],
    ['process ptrace', false],
  ])('%s: %s', (access, isAllowed) => {
    const [className = '', permission = ''] = access.split(' ');
    expect(allowed(permission, `container_t:${className}`)).toBe(isAllowed);
  });

  it('gives new files the level of their folder', () => {
    expect(compiled.text.match(/^\(defaultrange \w+ target low\)$/gm)?.length).toBe(7);
  });
});

it('starts the tools of LXC in the domain of another container runtime', () => {
  expect(compiled.text).toMatch(
    /^\(typetransition unconfined_t container_runtime_exec_t process container_runtime_t\)$/m,
  );
});

it('fails to compile with what a stock container policy breaks by itself', async () => {
  await expect(compileStandIn(await ownBreaches())).rejects.toThrow(/allow spc_t unlabeled_t \(file \(entrypoint\)\)/);
});
