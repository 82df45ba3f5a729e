// SPDX-License-Identifier: Apache-2.0
/** Proposes the choice that a container would have had to be given: what it was denied is what the choice is for. */

import { type Choice, choices, choiceSchema } from '../contract/model/policy/choices.ts';
import type { Opening, GivenRemedy } from '../contract/model/denials/explanation.ts';
import { phraseOf, say } from '../contract/text.ts';
import type { Access } from './decide.ts';
import { allowCall } from './own-domain/generate.ts';
import { remedyOf } from './remedy.ts';

/** Describes one grant of a choice's macro (policy/selinux/bulkhead-own.cil), as far as a denial can be about it. */
export interface ChoiceGrant {
  readonly choice: Choice;
  readonly class: string;
  /** Names the targets; any when left out. */
  readonly targets?: readonly string[];
  /** Names the permissions; any of the class when left out. */
  readonly permissions?: readonly string[];
}

/** Narrower choices first: of several that would allow an access the first is proposed. A test holds it to the macros. */
export const choiceGrants: readonly ChoiceGrant[] = [
  {
    choice: 'connect-web',
    class: 'tcp_socket',
    targets: ['http_port_t', 'http_cache_port_t', 'dns_port_t'],
    permissions: ['name_connect'],
  },
  { choice: 'connect', class: 'tcp_socket', permissions: ['name_connect'] },
  { choice: 'ping', class: 'icmp_socket' },
  { choice: 'ping', class: 'rawip_socket' },
  { choice: 'capture', class: 'packet_socket', permissions: ['map'] },
  { choice: 'capture', class: 'netlink_tcpdiag_socket' },
  { choice: 'firewall', class: 'netlink_netfilter_socket' },
  { choice: 'nested', class: 'user_namespace', permissions: ['create'] },
  { choice: 'jit', class: 'process', permissions: ['execmem'] },
  { choice: 'async', class: 'anon_inode' },
  { choice: 'async', class: 'io_uring', permissions: ['sqpoll'] },
  { choice: 'bpf', class: 'bpf' },
  { choice: 'fuse', class: 'chr_file', targets: ['fuse_device_t'] },
  { choice: 'host-load', class: 'file', targets: ['bulkhead_host_state_t'] },
  { choice: 'host-load', class: 'dir', targets: ['bulkhead_host_state_t'] },
  { choice: 'host-load', class: 'lnk_file', targets: ['bulkhead_host_state_t'] },
  { choice: 'memlock', class: 'cap_userns', permissions: ['ipc_lock'] },
];

/** The choice that a remedy adds, which its id names. */
export function choiceOf({ kind, id }: Pick<GivenRemedy, 'kind' | 'id'>): Choice | undefined {
  return kind === 'choice' ? choiceSchema().parse(id.slice('choice:'.length)) : undefined;
}

/** The remedy for an access of a container's own domain; undefined when no choice is for it. */
export function choiceRemedy({ source, target, class: className, permissions }: Access): GivenRemedy | undefined {
  const grant = choiceGrants.find(
    (one) =>
      one.class === className &&
      (one.targets?.includes(target.type) ?? true) &&
      permissions.every((permission) => one.permissions?.includes(permission) ?? true),
  );
  if (grant === undefined) return undefined;
  const { label, opens, risk } = choices[grant.choice];
  const opening: Opening = {
    source: source.type,
    target: target.type,
    class: className,
    permissions: [...permissions],
  };
  return remedyOf({
    id: `choice:${grant.choice}`,
    kind: 'choice',
    reach: 'container',
    summary: say('Allow the choice “{label}”. {opens}', { label: phraseOf(label), opens: phraseOf(opens) }),
    change: [allowCall(source.type, grant.choice)],
    opens: [opening],
    risk: { level: risk, reason: opens },
    cannotApply: null,
  });
}
