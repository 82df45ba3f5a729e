// SPDX-License-Identifier: Apache-2.0
/** What a policy might answer to questions about the fake host. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type {
  GivenPolicyAnswer,
  PolicyNames,
  PolicyQuestion,
} from '../../../../contract/model/policy/policy-question.ts';
import type { FakeHost } from '../fake-host.ts';

const nothing: GivenPolicyAnswer = {
  verdict: 'unknown',
  sentence: '',
  source: null,
  target: null,
  grants: [],
  denials: [],
  booleans: [],
  containers: [],
  accesses: [],
  accessCount: 0,
  remarks: [],
};
const constraint = 'mlsconstrain file { open read getattr } (or (dom h1 h2) (and (neq t1 mcs_constrained_type) …));';

export const fakeNames: PolicyNames = {
  types: [
    'bulkhead_file_t',
    'bulkhead_t',
    'container_file_t',
    'container_t',
    'etc_t',
    'http_port_t',
    'httpd_t',
    'postgresql_port_t',
    'postgresql_t',
    'shadow_t',
    'sshd_t',
    'unconfined_t',
    'var_lib_t',
  ],
  classes: [
    { name: 'dir', permissions: ['add_name', 'getattr', 'open', 'read', 'remove_name', 'search', 'write'] },
    { name: 'file', permissions: ['append', 'create', 'execute', 'getattr', 'open', 'read', 'unlink', 'write'] },
    { name: 'process', permissions: ['ptrace', 'sigkill', 'signal', 'transition'] },
    { name: 'tcp_socket', permissions: ['bind', 'connect', 'name_bind', 'name_connect'] },
  ],
};

export function fakeAnswer(host: FakeHost, question: PolicyQuestion): GivenPolicyAnswer {
  const containers = [...host.containers.values()];
  switch (question.kind) {
    case 'path':
      return pathAnswer(host, question);
    case 'access':
      return {
        ...nothing,
        verdict: 'no',
        sentence:
          `${question.subject.name} may not ${question.permissions.join(', ')} ` +
          `${question.target}:${question.class}: no rule allows it.`,
        denials: [
          `no rule: allow bulkhead_t ${question.target}:${question.class} { ${question.permissions.join(' ')} };`,
        ],
      };
    case 'port':
      return portAnswer(containers, question.protocol, question.port);
    case 'reach':
      return {
        ...list(
          'bulkhead_t',
          ['bulkhead_file_t', 'bulkhead_tmpfs_t', 'cgroup_t', 'hugetlbfs_t', 'sysctl_net_t'],
          question,
        ),
        sentence:
          `${question.subject.name} may ${question.permissions.join(', ')} ${question.class} objects of 5 types. ` +
          'Nothing of another container is among them.',
      };
    case 'holders':
      return {
        ...nothing,
        verdict: 'some',
        sentence:
          `3 types may ${question.permissions.join(', ')} ${question.class} objects of ${question.target}. ` +
          'No container is among them.',
        accesses: ['passwd_t', 'unconfined_t', 'useradd_t'].map((source) => ({
          source,
          target: question.target,
          class: question.class,
          permissions: question.permissions,
        })),
        accessCount: 3,
        containers: containers.map(({ name }) => ({ name, isAllowed: false, reason: 'no rule allows it' })),
      };
  }
}

function pathAnswer(
  host: FakeHost,
  { subject, verb, owner, path }: Extract<PolicyQuestion, { kind: 'path' }>,
): GivenPolicyAnswer {
  const { kind, name } = subject;
  const source =
    kind === 'container' ? (host.containers.get(name) ?? fail('container-not-found', { name })) : undefined;
  const target =
    owner === undefined ? undefined : (host.containers.get(owner) ?? fail('container-not-found', { name: owner }));
  if (source === undefined || target === undefined)
    return {
      ...nothing,
      verdict: 'no',
      sentence: `${name} may not ${verb} ${path} of the host: no rule allows bulkhead_t this on var_t.`,
      denials: ['no rule: allow bulkhead_t var_t:file { open read };'],
    };
  const isOwn = source.categories.join() === target.categories.join();
  const contexts = {
    source: source.context,
    target: `system_u:object_r:bulkhead_file_t:s0:${target.categories.join(',')}`,
  };
  if (isOwn)
    return {
      ...nothing,
      ...contexts,
      verdict: 'yes',
      sentence:
        `${name} may ${verb} ${path} of ${target.name}: ` +
        'a rule allows bulkhead_t this on bulkhead_file_t, and no constraint denies it.',
      grants: ['allow bulkhead_domain bulkhead_content:file { append create getattr open read write };'],
    };
  const held = source.categories.length === 0 ? 'none' : source.categories.join(' and ');
  return {
    ...nothing,
    ...contexts,
    verdict: 'no',
    sentence:
      `${name} may not ${verb} ${path} of ${target.name}: ` +
      `it has the categories ${target.categories.join(' and ')}, and the process has ${held}.`,
    grants: ['allow bulkhead_domain bulkhead_content:file { append create getattr open read write };'],
    denials: [constraint],
  };
}

function portAnswer(containers: readonly Container[], protocol: string, port: number): GivenPolicyAnswer {
  const type = port === 5432 ? 'postgresql_port_t' : 'unreserved_port_t';
  return {
    ...nothing,
    verdict: 'some',
    sentence: `${protocol} ${port} is ${type}: 61 types may connect to it, 4 may listen on it. Among them: web and db.`,
    target: `system_u:object_r:${type}:s0`,
    grants: [`allow bulkhead_domain port_type:${protocol}_socket { name_bind name_connect };`],
    containers: containers.map(({ name, confinementMode }) => ({
      name,
      isAllowed: confinementMode !== 'unconfined',
      reason: confinementMode === 'unconfined' ? 'no rule allows it' : 'it may listen on it and connect to it',
    })),
    accesses: ['bulkhead_t', 'httpd_t', 'postgresql_t', 'unconfined_t'].map((source) => ({
      source,
      target: type,
      class: `${protocol}_socket`,
      permissions: ['name_connect', 'name_bind'],
    })),
    accessCount: 61,
    remarks: [
      'A container with a network of its own listens on its own address: the same port of another is another port.',
    ],
  };
}

function list(
  source: string,
  targets: readonly string[],
  { class: className, permissions }: { readonly class: string; readonly permissions: string[] },
): GivenPolicyAnswer {
  return {
    ...nothing,
    verdict: 'some',
    accesses: targets.map((target) => ({ source, target, class: className, permissions })),
    accessCount: targets.length,
  };
}
