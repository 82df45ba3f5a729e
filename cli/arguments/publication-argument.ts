// SPDX-License-Identifier: Apache-2.0
/** `[ADDRESS:]HOSTPORT:PORT[/udp]`: a port of the host, and the container's behind it. */

import { InvalidArgumentError } from 'commander';
import {
  type HostPort,
  hostPortSchema,
  type Publication,
  publicationSchema,
} from '../../contract/model/containers/publication.ts';

const words = 'A published port is HOSTPORT:PORT, ADDRESS:HOSTPORT:PORT, and /udp behind it for UDP';

export function publicationArgument(text: string): Publication {
  const [, address = null, hostPort, port, protocol = 'tcp'] =
    /^(?:([\d.]+):)?(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? [];
  return checked(
    publicationSchema().safeParse({ protocol, address, hostPort: Number(hostPort), port: Number(port) }),
    `${words}, such as 8080:80`,
  );
}

/** Gathered when the option is given several times. */
export function publicationsArgument(text: string, before: readonly Publication[] = []): readonly Publication[] {
  return [...before, publicationArgument(text)];
}

/** Reads a published port as {@link publicationArgument} does, but the container's own port may be left out. */
export function hostPortArgument(text: string): HostPort {
  const [, address = null, hostPort, protocol = 'tcp'] =
    /^(?:([\d.]+\.\d+):)?(\d{1,5})(?::\d{1,5})?(?:\/(tcp|udp))?$/.exec(text) ?? [];
  return checked(
    hostPortSchema().safeParse({ protocol, address, hostPort: Number(hostPort) }),
    'It is named as HOSTPORT or ADDRESS:HOSTPORT, and /udp behind it for UDP, such as 8080',
  );
}

function checked<T>(parsed: { readonly data?: T | undefined; readonly success: boolean }, hint: string): T {
  if (parsed.data === undefined) throw new InvalidArgumentError(`${hint}; ports are 1 to 65535.`);
  return parsed.data;
}
