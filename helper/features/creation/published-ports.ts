// SPDX-License-Identifier: Apache-2.0
/** The ports on which a new container listens. */

import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { Params } from '../../../contract/operations/index.ts';

/** Gives a request in which a domain of its own listens on the ports that are published, too. */
export function withPublishedPorts(request: Params<'container.create'>): Params<'container.create'> {
  if (request.confinement === 'shared') return request;
  const isChosen = ({ protocol, port }: ServedPortNumber): boolean =>
    request.ports.some((chosen) => chosen.protocol === protocol && chosen.port === port);
  const published = request.published.map(({ protocol, port }) => ({ protocol, port })).filter((one) => !isChosen(one));
  const ports = new Map([...request.ports, ...published].map((one) => [`${one.protocol} ${one.port}`, one]));
  return { ...request, ports: [...ports.values()] };
}
