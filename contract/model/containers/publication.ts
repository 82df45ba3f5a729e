// SPDX-License-Identifier: Apache-2.0
/** A published port: a port of the host, behind which a container's port is reached. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

const portNumberSchema = makeOnce(() => z.number().int().min(1).max(65_535));

/**
 * Accepts one of the host's own addresses. Its loopback reaches containers by their addresses, without a published
 * port.
 */
const hostAddressSchema = makeOnce(() =>
  z.ipv4().refine((address) => !/^(?:0|127|2[2-5]\d)\./.test(address), t("must be one of the host's IPv4 addresses")),
);

/** What names a published port: a host has it once. */
export const hostPortSchema = makeOnce(() =>
  z.strictObject({
    protocol: z.enum(['tcp', 'udp']).default('tcp'),
    /** Gives the address of the host; null for all that it has, but for its loopback. */
    address: hostAddressSchema().nullable().default(null),
    hostPort: portNumberSchema(),
  }),
);
export type HostPort = z.output<ReturnType<typeof hostPortSchema>>;

export const publicationSchema = makeOnce(() =>
  hostPortSchema().extend({
    /** Gives the port inside the container. */
    port: portNumberSchema(),
  }),
);
export type Publication = z.output<ReturnType<typeof publicationSchema>>;

/** How many ports one container may publish. */
export const maxPublications = 64;

export const publicationsSchema = makeOnce(() =>
  z
    .array(publicationSchema())
    .max(maxPublications)
    .refine(
      (all) => all.every((one, place) => !all.slice(0, place).some((other) => isSameHostPort(one, other))),
      t('must not publish a port of the host twice'),
    ),
);

/** Says whether a packet could be meant for both ports. */
export function isSameHostPort(one: HostPort, other: HostPort): boolean {
  return (
    one.protocol === other.protocol &&
    one.hostPort === other.hostPort &&
    (one.address === null || other.address === null || one.address === other.address)
  );
}

/** Says whether both name the same published port. */
export function isHostPort(one: HostPort, other: HostPort): boolean {
  return one.protocol === other.protocol && one.hostPort === other.hostPort && one.address === other.address;
}

/** `TCP port 8080`, or `TCP port 8080 of 192.0.2.1`. */
export function describeHostPort({ protocol, address, hostPort }: HostPort): string {
  const port = { protocol: protocol.toUpperCase(), hostPort };
  return address === null
    ? t('{protocol} port {hostPort}', port)
    : t('{protocol} port {hostPort} of {address}', { ...port, address });
}
