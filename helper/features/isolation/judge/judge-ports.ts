// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about the ports of running containers on the host's bridge: whether each is isolated from the others,
 * and whether what it sends is checked.
 */

import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { type Phrase, say, type Words } from '../../../../contract/text.ts';
import { natBridge, portOf, portProblem } from '../../../lxc/network/port-guard.ts';
import type { ContainerFacts } from '../facts/facts.ts';
import { nft } from '../facts/filtered-ports.ts';

interface PortFacts {
  /** Names of the ports whose frames are checked; undefined where nothing can be asked. */
  readonly filtered: ReadonlySet<string> | undefined;
  /** Why the host would route between containers; undefined when it would not. */
  readonly routed: Words | undefined;
}

export function judgePorts(
  containers: readonly ContainerFacts[],
  { filtered, routed }: PortFacts,
  network?: string,
): readonly GivenFinding[] {
  return containers.flatMap(({ container: { name, initPid }, lines }) => {
    const port = portOf(lines);
    if (initPid === null || port?.isNat !== true) return [];
    if (portProblem(lines, network) !== undefined) return [finding(name, 'not-isolated', port.name)];
    if (routed !== undefined) return [finding(name, 'routed', routed)];
    if (filtered === undefined) return [finding(name, 'cannot-filter', port.name)];
    return filtered.has(port.name) ? [] : [finding(name, 'not-filtered', port.name)];
  });
}

type PortState = Extract<GivenFinding, { readonly kind: 'open-port' }>['state'];

const words: Readonly<
  Record<
    PortState,
    {
      readonly summaryOf: (name: string) => Phrase;
      readonly evidence: (port: Words) => Words;
      readonly next: Phrase;
      readonly commands: readonly string[];
    }
  >
> = {
  'not-isolated': {
    summaryOf: (name) =>
      say('{name} can send to the other containers on {natBridge} and be reached by them, past the host.', {
        name,
        natBridge,
      }),
    evidence: (port) => say('/sys/class/net/{port}/brport/isolated: not 1', { port }),
    next: say('Start it again: its port is isolated before its init runs.'),
    commands: [],
  },
  routed: {
    summaryOf: (name) =>
      say(
        '{name} can send to the other containers on {natBridge} by way of the host, which routes ' + 'between them.',
        { name, natBridge },
      ),
    evidence: (problem) => problem,
    next: say('Start it again: the rules of routing are set before its init runs.'),
    commands: [],
  },
  'not-filtered': {
    summaryOf: (name) =>
      say('{name} can send with the hardware address and the address of another container.', { name }),
    evidence: (port) => say('nft list map bridge bulkhead from_ports: no {port}', { port }),
    next: say(
      'Start it again: the rules are set before its init runs. Something has removed them, such as nft flush ruleset.',
    ),
    commands: [],
  },
  'cannot-filter': {
    summaryOf: (name) =>
      say(
        '{name} can send with the hardware address and the address of another container, since this ' +
          'host cannot check frames on a bridge.',
        { name },
      ),
    evidence: () => say('{nft}: not there, or its family bridge is not supported by the kernel', { nft }),
    next: say('Install nftables, on a kernel with nftables for bridges (CONFIG_NF_TABLES_BRIDGE), and start it again.'),
    commands: ['apt install nftables'],
  },
};

function finding(name: string, state: PortState, port: Words): GivenFinding {
  const { summaryOf, evidence, next, commands } = words[state];
  return {
    kind: 'open-port',
    id: `open-port:${name}`,
    state,
    severity: 'weak',
    containers: [name],
    summary: summaryOf(name),
    evidence: [evidence(port)],
    fix: { by: 'commands', summary: next, commands: [...commands, `bulkheadctl restart ${name}`] },
  };
}
