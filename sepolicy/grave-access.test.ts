// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import { graveGain, isDomainOfContainer, isSecret } from './grave-access.ts';
import { readPolicy } from './read-policy.ts';

const policy = readPolicy(
  `(typeattributeset fixed_disk_device_t (sda_t))(typeattributeset memory_device_t (mem_t))
   (typeattributeset bulkhead_domain (bulkhead_t bulkhead_c_web_t bulkhead_c_db_t))(typeattributeset container_domain (container_t))
   (typeattributeset bulkhead_content (bulkhead_file_t bulkhead_tmpfs_t bulkhead_c_web_file_t bulkhead_c_db_file_t))
   (typeattributeset bulkhead_shared (share_t))(typeattributeset security_file_type (fedora_key_t))
   (typeattributeset file_type (etc_t shadow_t key_t share_t bulkhead_file_t bulkhead_tmpfs_t bulkhead_c_web_file_t bulkhead_c_db_file_t))
   (typeattributeset non_security_file_type (etc_t key_t))(typeattributeset non_auth_file_type (etc_t shadow_t))`,
);
const web = 'bulkhead_c_web_t';

const gain = (target: string, access: string, source = web): string | undefined => {
  const [className = '', ...permissions] = access.split(' ');
  return inEnglish(graveGain(policy, { source, target, class: className, permissions }));
};

it.each([
  ['kernel_t', 'security load_policy', 'could change SELinux itself'],
  ['kernel_t', 'kernel_service use_as_override', 'could change SELinux itself'],
  ['kernel_t', 'system module_load', 'could change the running kernel or stop the host'],
  ['kernel_t', 'system ipc_info reboot', 'could change the running kernel or stop the host'],
  ['kernel_t', 'system syslog_read', "could read or change the kernel's log"],
  ['kernel_t', 'system syslog_console', "could read or change the kernel's log"],
  [web, 'capability sys_admin chown', 'could break out of any container (sys_admin, chown towards the host)'],
  [web, 'capability mknod', 'could break out'],
  [web, 'capability2 bpf', 'could break out'],
  [web, 'alg_socket create', "could use the kernel's cryptography (AF_ALG)"],
  [web, 'io_uring sqpoll', 'could use io_uring'],
  ['init_t', 'process ptrace', 'could take over processes of init_t'],
  ['init_t', 'process signal transition', 'could take over processes of init_t'],
  ['shadow_t', 'file getattr', 'could reach what holds secrets'],
  ['key_t', 'file read', 'could reach what holds secrets'],
  ['security_t', 'file read', 'could reach what holds secrets'],
  ['any_t', 'blk_file read', 'could reach raw disks or memory'],
  ['sda_t', 'chr_file read', 'could reach raw disks or memory'],
  ['mem_t', 'chr_file read', 'could reach raw disks or memory'],
  ['bulkhead_c_db_file_t', 'file read', 'could reach what belongs to the container db (bulkhead_c_db_file_t)'],
  ['bulkhead_c_db_t', 'fd use', 'could reach what belongs to the container db (bulkhead_c_db_t)'],
  ['bulkhead_t', 'fd use', 'could reach the domain of another container (bulkhead_t)'],
  ['container_t', 'fd use', 'could reach the domain of another container (container_t)'],
  ['bulkhead_file_t', 'file read', 'could reach the files of the containers in the shared domain (bulkhead_file_t)'],
  ['bulkhead_tmpfs_t', 'file write', 'could reach the files of the containers in the shared domain (bulkhead_tmpfs_t)'],
])('%s:%s is what nobody is given by one click', (target, access, words) => {
  expect(gain(target, access)).toContain(words);
});

it.each([
  ['kernel_t', 'system ipc_info'],
  [web, 'capability chown'],
  [web, 'capability2 wake_alarm'],
  [web, 'process ptrace'],
  ['init_t', 'process signal'],
  ['init_t', 'alg_socket create'],
  ['etc_t', 'file read'],
  [web, 'fd use'],
  ['bulkhead_c_web_file_t', 'file write'],
  ['share_t', 'file write'],
  ['unknown_t', 'file read'],
])('%s:%s is nothing of the kind', (target, access) => {
  expect(gain(target, access)).toBeUndefined();
});

it('of the shared domain and of the host is judged by whose it is', () => {
  expect(gain('bulkhead_file_t', 'file read', 'bulkhead_t')).toBeUndefined();
  expect(gain('bulkhead_c_web_file_t', 'file read', 'bulkhead_t')).toContain('the container web');
  expect(gain('bulkhead_t', 'fd use', 'init_t')).toBeUndefined();
  expect(gain('bulkhead_file_t', 'file read', 'init_t')).toBeUndefined();
});

it('knows secrets by either policy’s attributes, and the domains of containers', () => {
  const types = [
    'fedora_key_t',
    'shadow_t',
    'key_t',
    'selinux_config_t',
    'etc_t',
    'share_t',
    'bulkhead_file_t',
    'none_t',
  ];
  expect(types.map((type) => isSecret(policy, type))).toEqual([true, true, true, true, false, false, false, false]);
  expect(['bulkhead_t', 'container_t', 'init_t'].map((type) => isDomainOfContainer(policy, type))).toEqual([
    ...[true, true, false],
  ]);
  const bare = readPolicy('(typeattributeset file_type (shadow_t))');
  expect(isSecret(bare, 'shadow_t')).toBe(false);
});
