// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { countAccesses, countBeside } from './count.ts';
import { grantedAccesses } from './count/granted-accesses.ts';
import { smallPolicy } from './fixtures/small-policy.ts';
import { readPolicy } from './read-policy.ts';

const none = {
  ownTypes: 0,
  otherContainers: 0,
  kernelFileSystems: 0,
  hostFiles: 0,
  devices: 0,
  network: 0,
  hostProcesses: 0,
  capabilities: 0,
  kernelEntry: 0,
};

/** Columns that are not 0. */
function countedIn(text: string, domain: string): object {
  const { columns } = countAccesses(readPolicy(text), domain) ?? { columns: none };
  return Object.fromEntries(Object.entries(columns).filter(([, number]) => number > 0));
}

test('a domain of the small policy, with its booleans as they are', () => {
  // Four permissions on files and one on folders of containers, a signal to itself, and a port.
  expect(countAccesses(smallPolicy, 'web_t')).toEqual({
    domain: 'web_t',
    total: 7,
    columns: { ...none, otherContainers: 6, network: 1 },
    // No constraint is about `getattr` and `signal`.
    acrossCategories: 2,
  });
});

describe('an access is counted once', () => {
  const head = '(class file (read write)) (type a_t) (type b_t) (type c_t) (typeattribute file_type) ';
  const files = '(typeattributeset file_type (b_t c_t)) (typeattribute two) (typeattributeset two (b_t c_t)) ';

  test.each([
    ['by two rules', '(allow a_t b_t (file (read))) (allow a_t b_t (file (read write)))', 2],
    ['by an attribute and by name', '(allow a_t two (file (read))) (allow a_t b_t (file (read)))', 2],
    ['by the old name of a type', '(typealiasactual old_t b_t) (allow a_t old_t (file (read)))', 1],
    ['by an attribute of the source', '(typeattributeset two (a_t)) (allow two b_t (file (read)))', 1],
    ['not by dontaudit or auditallow', '(dontaudit a_t b_t (file (read))) (auditallow a_t b_t (file (read)))', 0],
    [
      'and only while its boolean holds',
      '(boolean on true) (booleanif on (true (allow a_t b_t (file (read)))) (false (allow a_t c_t (file (read write)))))',
      1,
    ],
    ['and not for another source', '(allow b_t c_t (file (read)))', 0],
  ])('%s', (_, rules, total) => {
    expect(countAccesses(readPolicy(head + files + rules), 'a_t')?.total).toBe(total);
  });
});

test('every access is in one column', () => {
  const classes =
    '(class file (read)) (class dir (search)) (class chr_file (write)) (class filesystem (mount)) (class process ' +
    '(signal)) (class tcp_socket (name_connect create)) (class rawip_socket (create)) (class cap_userns (chown)) ' +
    '(class bpf (prog_load)) (class fd (use)) (class key (search)) (class security (load_policy)) ';
  const kinds: Readonly<Record<string, readonly string[]>> = {
    domain: ['bulkhead_c_web_t', 'bulkhead_c_db_t', 'init_t'],
    bulkhead_domain: ['bulkhead_c_web_t', 'bulkhead_c_db_t'],
    bulkhead_content: ['bulkhead_c_web_file_t', 'bulkhead_file_t'],
    file_type: ['bulkhead_c_web_file_t', 'bulkhead_file_t', 'etc_t', 'proc_t'],
    filesystem_type: ['proc_t'],
    device_node: ['null_device_t'],
    port_type: ['http_port_t'],
  };
  const names = [...new Set(Object.values(kinds).flat()), 'security_t'];
  const types = names.map((name) => `(type ${name})`).join(' ');
  const attributes = Object.entries(kinds)
    .map(([name, members]) => `(typeattribute ${name}) (typeattributeset ${name} (${members.join(' ')}))`)
    .join(' ');
  const rules = [
    'self (process (signal))',
    'self (cap_userns (chown))',
    'self (bpf (prog_load))',
    'self (rawip_socket (create))',
    'self (tcp_socket (create))',
    'bulkhead_c_web_file_t (file (read))',
    'bulkhead_file_t (file (read))',
    'bulkhead_c_db_t (process (signal))',
    'bulkhead_c_db_t (key (search))',
    'proc_t (filesystem (mount))',
    'proc_t (dir (search))',
    'etc_t (dir (search))',
    'null_device_t (chr_file (write))',
    'http_port_t (tcp_socket (name_connect))',
    'init_t (fd (use))',
    'init_t (key (search))',
    'security_t (security (load_policy))',
  ];
  const text = classes + types + attributes + rules.map((rule) => `(allow bulkhead_c_web_t ${rule})`).join(' ');
  expect(countedIn(text, 'bulkhead_c_web_t')).toEqual({
    ownTypes: 3,
    otherContainers: 3,
    kernelFileSystems: 3,
    hostFiles: 1,
    devices: 1,
    network: 1,
    hostProcesses: 2,
    capabilities: 1,
    kernelEntry: 2,
  });
});

test('what is its own: a shared domain has nothing, one of a block has itself', () => {
  const text =
    '(class process (signal)) (typeattribute container_domain) (type container_t) (type web.process) ' +
    '(typeattributeset container_domain (container_t web.process)) (allow container_domain self (process (signal)))';
  expect(countedIn(text, 'container_t')).toEqual({ otherContainers: 1 });
  expect(countedIn(text, 'web.process')).toEqual({ ownTypes: 1 });
});

test('one domain alone is counted beside the stock domains that the policy has; an unknown one is null', () => {
  const policy = readPolicy('(type a_t) (type container_t) (typealiasactual svirt_lxc_net_t container_t)');
  const domains = (...names: readonly string[]) => countBeside(policy, names).map((count) => count?.domain ?? null);
  expect(domains('a_t')).toEqual(['a_t', 'container_t']);
  expect(domains('container_t')).toEqual(['container_t']);
  expect(domains('a_t', 'gone_t')).toEqual(['a_t', null]);
});

test('a class has a bit for each of 32 permissions, and no more', () => {
  const policy = (number: number) => {
    const names = Array.from({ length: number }, (_, place) => `p${place}`).join(' ');
    return readPolicy(`(class c (${names})) (type a_t) (allow a_t a_t (c (${names})))`);
  };
  expect(countAccesses(policy(32), 'a_t')?.total).toBe(32);
  expect(() => grantedAccesses(policy(33), 'a_t')).toThrow(
    'cannot count the class c: it has more permissions than a kernel takes',
  );
});
