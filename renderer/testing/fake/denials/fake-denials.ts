// SPDX-License-Identifier: Apache-2.0
/** Denials as SELinux would record them, some with the strings that a hostile container would choose. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { createRandom } from '../random.ts';

interface Recipe {
  readonly container: string;
  readonly comm: string;
  readonly exe: string;
  readonly path: string;
  readonly class: string;
  readonly permissions: readonly string[];
  /** A container whose categories the target holds, or a type. */
  readonly target: { readonly of: string } | { readonly type: string };
  readonly syscall: string;
  readonly reason: DenialGroup['reason'];
  readonly permissive?: boolean;
  readonly port?: number;
}

const recipes: readonly [Recipe, ...Recipe[]] = [
  {
    container: 'web',
    comm: 'apache2',
    exe: '/usr/sbin/apache2',
    path: '/var/lib/postgresql/17/main/base/16384/2619',
    class: 'file',
    permissions: ['read'],
    target: { of: 'db' },
    syscall: 'openat',
    reason: 'other-categories',
  },
  {
    container: 'web',
    comm: 'php-fpm',
    exe: '/usr/sbin/php-fpm8.4',
    path: '/etc/shadow',
    class: 'file',
    permissions: ['read', 'open'],
    target: { type: 'shadow_t' },
    syscall: 'openat',
    reason: 'no-rule',
  },
  {
    container: 'wiki',
    comm: 'node',
    exe: '/usr/bin/node',
    path: '/srv/git/hooks',
    class: 'dir',
    permissions: ['search'],
    target: { of: 'git' },
    syscall: 'newfstatat',
    reason: 'other-categories',
  },
  {
    container: 'git',
    comm: 'git-daemon',
    exe: '/usr/lib/git-core/git-daemon',
    path: '/sys/kernel/debug',
    class: 'dir',
    permissions: ['getattr'],
    target: { type: 'debugfs_t' },
    syscall: 'statx',
    reason: 'no-rule',
    permissive: true,
  },
  {
    container: 'build-runner',
    comm: 'cc1plus',
    exe: '/usr/libexec/gcc/cc1plus',
    path: '/proc/sys/kernel/core_pattern',
    class: 'file',
    permissions: ['write'],
    target: { type: 'sysctl_kernel_t' },
    syscall: 'openat',
    reason: 'no-rule',
  },
  {
    container: 'mail',
    comm: '<img src=x onerror=alert(1)>',
    exe: '/usr/sbin/exim4',
    path: '/tmp/\u202Egnp.exe\ntype=AVC msg=audit(1:1): avc: denied \x1b[31m',
    class: 'file',
    permissions: ['write'],
    target: { of: 'web' },
    syscall: 'openat',
    reason: 'other-categories',
  },
  {
    container: 'cache',
    comm: 'redis-server',
    exe: '/usr/bin/redis-server',
    path: '',
    class: 'tcp_socket',
    permissions: ['name_connect'],
    target: { type: 'smtp_port_t' },
    syscall: 'connect',
    reason: 'unknown',
  },
  {
    container: 'db',
    comm: 'python3',
    exe: '/usr/bin/python3.13',
    path: '',
    class: 'tcp_socket',
    permissions: ['name_bind'],
    target: { type: 'http_cache_port_t' },
    syscall: 'bind',
    reason: 'no-rule',
    port: 8080,
  },
  {
    container: 'git',
    comm: 'git-daemon',
    exe: '/usr/lib/git-core/git-daemon',
    path: '/srv/wiki/pages.db',
    class: 'file',
    permissions: ['read', 'open'],
    target: { of: 'wiki' },
    syscall: 'openat',
    reason: 'other-categories',
    permissive: true,
  },
  {
    container: 'db',
    comm: 'cat',
    exe: '/usr/bin/cat',
    path: 'kallsyms',
    class: 'file',
    permissions: ['read'],
    target: { type: 'system_map_t' },
    syscall: 'openat',
    reason: 'no-rule',
  },
];

export interface DenialSource {
  /** Gives one more denial; undefined when its container does not run. */
  next(time: number, containers: readonly Container[]): DenialEvent | undefined;
  reasonOf(event: DenialEvent): DenialGroup['reason'];
}

export function createDenialSource(): DenialSource {
  const random = createRandom(21);
  const reasons = new WeakMap<DenialEvent, DenialGroup['reason']>();
  let serial = 88_100;

  return {
    next(time, containers) {
      const recipe = random.next() < 0.45 ? recipes[0] : random.pick(recipes);
      const source = containers.find((container) => container.name === recipe.container);
      const init = source?.initPid ?? undefined;
      if (source === undefined || init === undefined) return undefined;
      const event: DenialEvent = {
        time: Math.round(time * 1000) / 1000,
        serial: (serial += 1 + Math.floor(random.next() * 9)),
        record: 'AVC',
        decision: 'denied',
        permissive: recipe.permissive ?? false,
        permissions: [...recipe.permissions],
        source: contextOf(source.domain ?? 'bulkhead_t', source),
        target:
          'of' in recipe.target
            ? contextOf(
                'bulkhead_file_t',
                containers.find((container) => 'of' in recipe.target && container.name === recipe.target.of),
              )
            : contextOf(recipe.target.type, undefined),
        class: recipe.class,
        comm: recipe.comm,
        pid: init + 40 + Math.floor(random.next() * 900),
        exe: recipe.exe,
        path: recipe.path.startsWith('/') ? recipe.path : null,
        name: recipe.path === '' ? null : (recipe.path.split('/').at(-1) ?? null),
        syscall: recipe.syscall,
        inode: null,
        port: recipe.port ?? null,
        success: recipe.permissive ?? false,
        container: recipe.container,
      };
      reasons.set(event, recipe.reason);
      return event;
    },
    reasonOf: (event) => reasons.get(event) ?? 'unknown',
  };
}

function contextOf(type: string, container: Container | undefined): SecurityContext {
  const level =
    container === undefined || container.categories.length === 0 ? 's0' : `s0:${container.categories.join(',')}`;
  return {
    user: 'system_u',
    role: type.endsWith('_file_t') || type.endsWith('fs_t') ? 'object_r' : 'system_r',
    type,
    level,
  };
}
