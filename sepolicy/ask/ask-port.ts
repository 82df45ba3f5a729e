// SPDX-License-Identifier: Apache-2.0
/** Says who may connect to a port, and who may listen on it, by the type that the policy gives the port. */

import type { GivenPolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { listWords } from '../../contract/wording/list-words.ts';
import { joinWords, say } from '../../contract/text.ts';
import { decide } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { includesType } from '../loaded-policy.ts';
import { grantedTo } from '../openings.ts';
import { amongThem, becauseOf, maxNamed, rulesTowards, unknownAnswer } from './answer.ts';
import { type Asked, type AskedContainer, objectOf } from './asked.ts';

type AskedPort = Extract<Asked, { readonly kind: 'port' }>;

const uses = ['name_connect', 'name_bind'] as const;

export function askPort(policy: LoadedPolicy, { protocol, port, containers }: AskedPort): GivenPolicyAnswer {
  const className = `${protocol}_socket`;
  // The first that fits is the one that the kernel takes.
  const label = policy.ports.find(
    (entry) => entry.protocol === protocol && entry.low <= port && port <= entry.high,
  )?.type;
  if (label === undefined)
    return unknownAnswer(say('The policy gives {protocol} {port} no label.', { protocol, port }));
  const known = policy.classes.get(className);
  const permissions = uses.filter((use) => known?.has(use) === true);
  const granted = [...grantedTo(policy, label, className)].flatMap(([source, having]) => {
    const some = permissions.filter((permission) => having.has(permission));
    return some.length === 0 ? [] : [{ source, target: label, class: className, permissions: some }];
  });
  const [connecting, binding] = uses.map((use) => granted.filter((access) => access.permissions.includes(use)).length);
  const concerned = containers.map((container) => usedBy(policy, container, { label, className, permissions }));
  return {
    verdict: granted.length === 0 ? 'no' : 'some',
    sentence: joinWords(
      [
        say('{protocol} {port} is {label}: {connecting} types may connect to it, {binding} may listen on it.', {
          protocol,
          port,
          label,
          connecting: connecting ?? 0,
          binding: binding ?? 0,
        }),
        ...amongThem(concerned),
      ],
      ' ',
    ),
    source: null,
    target: `system_u:object_r:${label}:s0`,
    grants: [
      ...rulesTowards(policy, {
        class: className,
        permissions,
        concerns: ({ target }) => includesType(policy, target, label),
      }),
    ],
    denials: [],
    booleans: [],
    containers: [...concerned].sort((one, other) => Number(other.isAllowed) - Number(one.isAllowed)),
    accesses: granted.sort((one, other) => one.source.localeCompare(other.source)).slice(0, maxNamed),
    accessCount: granted.length,
    remarks: [
      say(
        'A container with a network of its own listens on its own address: the same port of another is another port.',
      ),
    ],
  };
}

function usedBy(
  policy: LoadedPolicy,
  { name, context }: AskedContainer,
  {
    label,
    className,
    permissions,
  }: { readonly label: string; readonly className: string; readonly permissions: readonly string[] },
): GivenPolicyAnswer['containers'][number] {
  const target = objectOf(label, className);
  const allowed = permissions.filter(
    (permission) => decide(policy, { source: context, target, class: className, permissions: [permission] }).isAllowed,
  );
  const words = allowed.map((permission) => (permission === 'name_bind' ? say('listen on it') : say('connect to it')));
  const reason =
    words.length === 0
      ? becauseOf(decide(policy, { source: context, target, class: className, permissions }), permissions)
      : say('it may {words}', { words: listWords(words) });
  return { name, isAllowed: allowed.length > 0, reason };
}
