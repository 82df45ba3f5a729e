// SPDX-License-Identifier: Apache-2.0
/**
 * The steps that set up the networks of a file. A network that is there stays as it is, and so do those it does not
 * name.
 */

import { readIpv4Net } from '../../../contract/rules/ipv4-net.ts';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import type { FileProblem } from '../file/file-problems.ts';
import type { WantedNetwork } from '../file/file-schema.ts';
import type { Located } from '../file/read-wanted.ts';
import type { Step } from './step.ts';

export function networkSteps(
  wanted: ReadonlyMap<string, Located<WantedNetwork>>,
  bridges: readonly HostBridge[],
): { readonly steps: readonly Step[]; readonly problems: readonly FileProblem[] } {
  const steps: Step[] = [];
  const problems: FileProblem[] = [];
  for (const [name, { value, locate }] of wanted) {
    const present = bridges.find((bridge) => bridge.name === name);
    if (present === undefined) steps.push(creationOf(name, value));
    else {
      const problem = problemOf(name, value, present);
      if (problem !== undefined) problems.push(locate(problem));
    }
  }
  return { steps, problems };
}

function creationOf(name: string, { net }: WantedNetwork): Step {
  return {
    phase: 'network',
    subject: `network ${name}`,
    what: `set up the network ${name}`,
    call: { operation: 'network.create', params: { name, address: net ?? null } },
    differences: [{ sign: '+', field: 'net', is: net ?? 'the next one that is free' }],
  };
}

function problemOf(
  name: string,
  { net }: WantedNetwork,
  { isOwn, addresses }: HostBridge,
): { readonly path: readonly string[]; readonly problem: string } | undefined {
  if (!isOwn) return { path: [], problem: 'is a bridge of the host that Bulkhead did not set up; choose another name' };
  if (net === undefined || addresses.some((address) => netOf(address) === netOf(net))) return undefined;
  return {
    path: ['net'],
    problem:
      `is ${addresses.join(', ') || 'none now'} and cannot be changed: put its containers on another network, and remove ` +
      `it by bulkheadctl network rm ${name}`,
  };
}

/** Gives the net of an address, and its length. */
function netOf(text: string): string {
  const net = readIpv4Net(text);
  return net === undefined ? text : `${net.first}/${net.length}`;
}
