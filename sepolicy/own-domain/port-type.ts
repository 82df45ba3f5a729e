// SPDX-License-Identifier: Apache-2.0
/** The types that a policy gives ports. */

import type { ConnectTargets } from '../../contract/model/policy/connect-target.ts';
import type { PortType } from '../../contract/model/policy/port-type.ts';
import { say, type Words } from '../../contract/text.ts';
import { type LoadedPolicy, realType } from '../loaded-policy.ts';

/** The attribute of all types of ports. */
const portTypeAttribute = 'port_type';

/** The first statement of the policy that covers the port counts, as for the kernel. Undefined when none does. */
export function portTypeOf(
  policy: LoadedPolicy,
  { protocol, port }: { readonly protocol: string; readonly port: number },
): string | undefined {
  return policy.ports.find((one) => one.protocol === protocol && one.low <= port && port <= one.high)?.type;
}

/** Lists the types by name, with all ports of each. */
export function portTypesOf(policy: LoadedPolicy): readonly PortType[] {
  return [...(policy.attributes.get(portTypeAttribute) ?? [])].sort().map((name) => ({
    name,
    ports: policy.ports.filter(({ type }) => type === name).map(({ protocol, low, high }) => ({ protocol, low, high })),
  }));
}

export interface ResolvedTypes {
  /** Each once, in the order in which they were named, those of ports last. */
  readonly types: readonly string[];
  /** Names each type that is no type of ports in this policy. */
  readonly problems: readonly Words[];
}

/** The types of what a person named; an alias is the type that it stands for. */
export function resolveConnectTargets(
  policy: LoadedPolicy,
  { connectTypes, connectPorts }: ConnectTargets,
): ResolvedTypes {
  const portTypes = policy.attributes.get(portTypeAttribute) ?? new Set<string>();
  const named = connectTypes.map((type) => ({ type, real: realType(policy, type) }));
  const numbered = connectPorts.map((port) => ({ port, type: portTypeOf(policy, port) }));
  return {
    types: [...new Set([...named.map(({ real }) => real), ...numbered.flatMap(({ type }) => type ?? [])])],
    problems: [
      ...named.flatMap(({ type, real }) => (portTypes.has(real) ? [] : [problemOf(policy, type, real)])),
      ...numbered.flatMap(({ port: { protocol, port }, type }) =>
        type === undefined ? [say('the loaded policy has no type for {protocol} port {port}', { protocol, port })] : [],
      ),
    ],
  };
}

function problemOf(policy: LoadedPolicy, type: string, real: string): Words {
  const list = say('semanage port -l lists those that there are');
  return policy.types.has(real)
    ? say('{type} is a type of the loaded policy, and not one of ports; {list}', { type, list })
    : say('no port type named {type} in the loaded policy; {list}', { type, list });
}
