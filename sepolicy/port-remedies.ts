// SPDX-License-Identifier: Apache-2.0
/** Proposes what can be done where a container or a service of the host was denied a port. */

import { choices } from '../contract/model/policy/choices.ts';
import { connectTypeRisk, describeRanges } from '../contract/model/policy/port-type.ts';
import type { GivenReason, Opening, GivenRemedy } from '../contract/model/denials/explanation.ts';
import { joinWords, phraseOf, say, type Words } from '../contract/text.ts';
import { type Access, rulesFor } from './decide.ts';
import { portCommand } from './host-commands.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { openedByRelabel } from './openings.ts';
import { connectStatement } from './own-domain/connect-statement.ts';
import { policyNames } from './own-domain/names.ts';
import { remedyOf } from './remedy.ts';
import { riskOf, tooDangerous } from './risk.ts';

/** Protocols of whose ports a module can name the type. */
const served: Readonly<Record<string, 'tcp' | 'udp'>> = { tcp_socket: 'tcp', udp_socket: 'udp' };

/**
 * Adds a port to those that a container in a domain of its own listens on, as confining it with that port would.
 * Undefined when the denial is about something else than listening on a port.
 */
export function servePort(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
  { container, port }: { readonly container: string; readonly port: number | null },
): GivenRemedy | undefined {
  const protocol = served[className];
  if (protocol === undefined || port === null || permissions.some((permission) => permission !== 'name_bind'))
    return undefined;
  const opens: readonly Opening[] = [
    { source: source.type, target: target.type, class: className, permissions: ['name_bind'] },
  ];
  const risk = riskOf(policy, { opens, subject: source.type });
  return remedyOf({
    id: `serve-port:${protocol}_${port}`,
    kind: 'serve-port',
    reach: 'container',
    summary: joinWords(
      [
        say('Add {protocol} port {port} to the ports that this container listens on.', { protocol, port }),
        ...alsoCovered(policy, { protocol, port, type: target.type }),
      ],
      ' ',
    ),
    change: [`(call bulkhead_serve_${protocol} (${policyNames(container).domain} ${target.type}))`],
    opens,
    risk,
    cannotApply: tooDangerous(risk),
  });
}

/**
 * Adds the type of the denied port to those that a container in a domain of its own connects to, as choosing it would.
 * Undefined when the denial is about something else than a connection.
 */
export function connectPort(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
  { container, port }: { readonly container: string; readonly port: number | null },
): GivenRemedy | undefined {
  if (className !== 'tcp_socket' || permissions.some((permission) => permission !== 'name_connect')) return undefined;
  return remedyOf({
    id: `connect-port:${target.type}`,
    kind: 'connect-port',
    reach: 'container',
    summary: joinWords(
      [
        say('Add {type} to the types of ports that this container connects to, on any machine.', { type: target.type }),
        ...(port === null ? [] : alsoCovered(policy, { protocol: 'tcp', port, type: target.type })),
      ],
      ' ',
    ),
    change: [connectStatement(container, target.type)],
    opens: [{ source: source.type, target: target.type, class: className, permissions: ['name_connect'] }],
    risk: {
      level: connectTypeRisk,
      reason: say('It opens connections to this service; the choice “{label}” opens all.', {
        label: phraseOf(choices.connect.label),
      }),
    },
    cannotApply: null,
  });
}

/** The type that a remedy adds to those that its container connects to, which its id names. */
export function connectTypeOf({ kind, id }: Pick<GivenRemedy, 'kind' | 'id'>): string | undefined {
  return kind === 'connect-port' ? id.slice('connect-port:'.length) : undefined;
}

/** A module names ports by their type, so that a port never comes alone. */
function alsoCovered(
  policy: LoadedPolicy,
  { protocol, port, type }: { readonly protocol: string; readonly port: number; readonly type: string },
): readonly Words[] {
  const others = policy.ports.filter(
    (one) => one.type === type && one.protocol === protocol && !(one.low === port && one.high === port),
  );
  if (others.length === 0) return [];
  return [say('The policy knows it as {type}, which is also {others}.', { type, others: describeRanges(others) })];
}

interface PortLabelOptions {
  readonly reason: Extract<GivenReason, { kind: 'port-label' }>;
  /** Containers that run beside the one that was denied. */
  readonly others: readonly string[];
}

/** Gives the port another type, for the whole host: only one whose service is that of the domain. */
export function portLabels(
  policy: LoadedPolicy,
  access: Access,
  { reason, others }: PortLabelOptions,
): readonly GivenRemedy[] {
  return reason.suitable
    .filter((type) => isOfItsService(policy, access, type))
    .slice(0, 3)
    .map((type) => portLabel(policy, access, { reason, others, type }));
}

/**
 * A rule that names both the domain and the type was written for this service. What a domain may use by an attribute
 * (as every container DNS and LLMNR, for its resolver) is another service's port; and a port without a service is what
 * most of the host may use.
 */
function isOfItsService(policy: LoadedPolicy, access: Access, type: string): boolean {
  if (genericPorts.has(type)) return false;
  return rulesFor(policy, { ...access, target: { ...access.target, type } }, 'allow').some(
    ({ source, target }) => source === access.source.type && target === type,
  );
}

const genericPorts: ReadonlySet<string> = new Set([
  'port_t',
  'reserved_port_t',
  'hi_reserved_port_t',
  'unreserved_port_t',
  'ephemeral_port_t',
]);

function portLabel(
  policy: LoadedPolicy,
  access: Access,
  { reason: { protocol, port }, others, type }: PortLabelOptions & { readonly type: string },
): GivenRemedy {
  const { type: from } = access.target;
  const opens = openedByRelabel(policy, { from, to: type, class: access.class });
  const loses = openedByRelabel(policy, { from: type, to: from, class: access.class });
  const risk = riskOf(policy, {
    opens,
    loses,
    subject: access.source.type,
    object: say('{protocol} port {port}', { protocol, port }),
  });
  return remedyOf({
    id: `port-label:${type}`,
    kind: 'port-label',
    reach: 'host',
    summary: say(
      'Label {protocol} port {port} as {type} instead of {from}, for the whole host; this domain may use {type}.',
      { protocol, port, type, from },
    ),
    change: [portCommand(type, protocol, port)],
    opens,
    loses,
    risk,
    touches: others,
    cannotApply: tooDangerous(risk),
  });
}
