// SPDX-License-Identifier: Apache-2.0
/** What a plan takes of the host, and what it gives up before, each with its place in the file. Pure functions. */

import { Failure } from '../../../contract/errors.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import {
  describeHostPort,
  isHostPort,
  type Publication,
  publicationSchema,
} from '../../../contract/model/containers/publication.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import type { FileProblem } from '../file/file-problems.ts';
import type { WantedHost } from '../file/read-wanted.ts';
import type { PresentHost } from './present-host.ts';
import type { PlannedRequest, PlannedStream, Step } from './step.ts';

type Asked = ParamsInput<'plan.check'>;
type AskedOf<Kind extends 'networks' | 'published' | 'unpublished'> = NonNullable<Asked[Kind]>[number];
type Call = PlannedRequest | PlannedStream;

export interface Taken<T> {
  readonly value: T;
  /** Why the host would deny it, as a problem of the file. */
  readonly problemOf: (reason: string) => FileProblem | undefined;
}

export interface TakenByPlan {
  readonly networks: readonly Taken<AskedOf<'networks'>>[];
  readonly published: readonly Taken<AskedOf<'published'>>[];
  readonly volumes: readonly Taken<string>[];
  /** Containers that get a domain of their own. */
  readonly domains: readonly Taken<string>[];
  /** Folders that containers have before. */
  readonly attached: readonly string[];
  /** Containers whose names have nothing any more. */
  readonly replaced: readonly string[];
  readonly unpublished: readonly AskedOf<'unpublished'>[];
}

export function takenByPlan(steps: readonly Step[], wanted: WantedHost, present: PresentHost): TakenByPlan {
  const calls = steps.map(({ call }) => call);
  const networks = new Map([
    ...present.containers.flatMap(({ name, network }) => (network === null ? [] : [[name, network] as const])),
    ...calls.flatMap((call) => networkOfContainer(call)),
  ]);
  return {
    networks: calls.flatMap((call) => takeNetwork(call, wanted)),
    published: calls.flatMap((call) => takePorts(call, wanted, networks)),
    volumes: calls.flatMap((call) => takeVolumes(call, wanted)),
    domains: calls.flatMap((call) => takeDomain(call, wanted)),
    attached: present.containers.flatMap((one) => one.volumes.map(({ source }) => source)),
    replaced: [...new Set(calls.flatMap((call) => (isReplacing(call) ? [call.params.name] : [])))],
    unpublished: calls.flatMap((call) => (call.operation === 'port.unpublish' ? [call.params] : [])),
  };
}

function isReplacing(call: Call): call is Extract<Call, { operation: 'container.create' | 'container.remove' }> {
  return call.operation === 'container.create' || call.operation === 'container.remove';
}

/** The one that a container has once the plan is done. */
function networkOfContainer(call: Call): readonly (readonly [string, Network])[] {
  if (call.operation !== 'container.create' && call.operation !== 'network.change') return [];
  return [[call.params.name, call.params.network ?? { kind: 'nat' }]];
}

function takeNetwork(call: Call, { networks }: WantedHost): TakenByPlan['networks'] {
  if (call.operation !== 'network.create') return [];
  const { name, address = null } = call.params;
  return [
    {
      value: { name, address },
      problemOf: (reason) =>
        networks.get(name)?.locate({
          path: address === null ? [] : ['net'],
          problem: new Failure('network-not-allowed', { name, reason }).message,
        }),
    },
  ];
}

function takePorts(
  call: Call,
  { containers }: WantedHost,
  networks: ReadonlyMap<string, Network>,
): TakenByPlan['published'] {
  const { name, ports } = portsOf(call);
  const network = networks.get(name);
  if (network === undefined) return [];
  const located = containers.get(name);
  return ports.map((port) => ({
    value: { ...port, name, network },
    problemOf(reason) {
      const at = located?.value.publish?.findIndex((one) => isHostPort(one, port)) ?? -1;
      const problem = new Failure('port-not-allowed', { port: describeHostPort(port), reason }).message;
      return located?.locate({ path: at < 0 ? ['publish'] : ['publish', at], problem });
    },
  }));
}

function portsOf(call: Call): { readonly name: string; readonly ports: readonly Publication[] } {
  if (call.operation === 'container.create') {
    const { name, published = [] } = call.params;
    return { name, ports: published.map((port) => publicationSchema().parse(port)) };
  }
  if (call.operation !== 'port.publish') return { name: '', ports: [] };
  const { name, ...port } = call.params;
  return { name, ports: [publicationSchema().parse(port)] };
}

function takeVolumes(call: Call, { containers }: WantedHost): TakenByPlan['volumes'] {
  const { name, sources } = sourcesOf(call);
  const located = containers.get(name);
  return sources.map((source) => ({
    value: source,
    problemOf(reason) {
      const at = located?.value.volumes?.findIndex((one) => one.source === source) ?? -1;
      const problem = new Failure('volume-not-allowed', { path: source, reason }).message;
      return located?.locate({ path: at < 0 ? ['volumes'] : ['volumes', at], problem });
    },
  }));
}

function sourcesOf(call: Call): { readonly name: string; readonly sources: readonly string[] } {
  if (call.operation === 'container.create')
    return { name: call.params.name, sources: (call.params.volumes ?? []).map(({ source }) => source) };
  if (call.operation === 'volume.attach') return { name: call.params.name, sources: [call.params.source] };
  return { name: '', sources: [] };
}

function takeDomain(call: Call, { containers }: WantedHost): TakenByPlan['domains'] {
  if (call.operation !== 'container.create' && call.operation !== 'container.confine') return [];
  const { name, confinement = 'shared' } = call.params;
  if (confinement === 'shared') return [];
  return [
    {
      value: name,
      problemOf: (reason) =>
        containers.get(name)?.locate({ path: ['confinement'], problem: `cannot install the policy module: ${reason}` }),
    },
  ];
}
