// SPDX-License-Identifier: Apache-2.0
/** Publishes ports of the containers of the fake host: what is published is only written down. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import {
  describeHostPort,
  isHostPort,
  isSameHostPort,
  type Publication,
} from '../../../../contract/model/containers/publication.ts';
import type { ListenVerdict } from '../../../../contract/operations/containers/port.ts';
import { recordNetworkChange } from '../containers/fake-changes.ts';
import { findManaged } from '../containers/find-container.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { fakePortTypes } from '../policies/fake-port-types.ts';
import { hostAddresses } from './fake-addresses.ts';
import { showChanged } from './show-changed.ts';

/** Ports on which programs of the fake host listen. */
const taken: readonly number[] = [22, 53];

/** Why a container cannot publish a port, as an end of a sentence. */
export function problemOfPort(
  { containers, ownNetworks }: Pick<FakeHost, 'containers' | 'ownNetworks'>,
  { name, network }: Pick<Container, 'name' | 'network'>,
  publication: Publication,
): string | null {
  if (network?.kind !== 'nat' && !(network?.kind === 'bridge' && ownNetworks.has(network.bridge)))
    return (
      `${name} is not behind the host's address; only containers with the network nat, or on a network that Bulkhead ` +
      'set up, publish ports'
    );
  const owner = [...containers.values()].find(({ published }) =>
    published.some((one) => isSameHostPort(one, publication)),
  );
  if (owner !== undefined) return `${owner.name} has published it; choose another port, or end that publication first`;
  if (publication.address !== null && !hostAddresses.includes(publication.address))
    return `the host has no address ${publication.address} now`;
  return taken.includes(publication.hostPort)
    ? 'a program of the host listens on it; it would get nothing any more; choose another port'
    : null;
}

/** Gives the handlers that publish ports. */
export function fakePorts(host: FakeHost): HandlersOf<`port.${string}`> {
  return {
    'port.check': async ({ name, ...publication }) => ({
      problem: problemOfPort(host, findManaged(host, name), publication),
      listen: fakeListenVerdict(findManaged(host, name), publication),
    }),
    'port.publish': async ({ name, ...publication }, { record }) => {
      const container = findManaged(host, name);
      const reason = problemOfPort(host, container, publication);
      if (reason !== null) fail('port-not-allowed', { port: describeHostPort(publication), reason });
      const is = await showChanged(host, { ...container, published: [...container.published, publication] });
      const port = describeHostPort(publication);
      if (record !== undefined)
        recordNetworkChange(host, record, {
          name,
          before: `${port} not published`,
          after: `${port} leads to port ${publication.port} of ${name}`,
          revert: (now) => ({ ...now, published: now.published.filter((one) => !isHostPort(one, publication)) }),
        });
      return is;
    },
    'port.unpublish': async ({ name, ...port }) => {
      const container = findManaged(host, name);
      const published = container.published.filter((one) => !isHostPort(one, port));
      if (published.length === container.published.length)
        fail('port-not-published', { name, port: describeHostPort(port) });
      return showChanged(host, { ...container, published });
    },
  };
}

/**
 * Judges what the container may listen on. In a domain of its own it is what the domain was given, by the type of the
 * port.
 */
function fakeListenVerdict(
  { confinement, ports }: Container,
  { protocol, port }: Pick<Publication, 'protocol' | 'port'>,
): ListenVerdict {
  const type =
    fakePortTypes.find(({ ports: ranges }) =>
      ranges.some((range) => range.protocol === protocol && range.low <= port && port <= range.high),
    )?.name ?? 'unreserved_port_t';
  if (confinement === 'learning') return { state: 'permissive', type };
  if (confinement !== 'own' || ports.some((one) => one.protocol === protocol && one.port === port))
    return { state: 'allowed', type };
  return { state: 'denied', type };
}
