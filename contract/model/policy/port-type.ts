// SPDX-License-Identifier: Apache-2.0
/**
 * Connections by port type: what a domain of its own may be allowed to connect to, beside its choices. SELinux names a
 * port by its type, so that a type stands for all ports that have it.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema } from '../names.ts';
import { joinWords, say, t, type Words } from '../../text.ts';

/**
 * Spelled as the policy does; the characters of a container's name are enough for it. Whether the policy has it, and
 * whether it is one of ports, only the host knows.
 */
const portTypeNameSchema = makeOnce(() => containerNameSchema().regex(/^[A-Za-z]/, t('must begin with a letter')));

export const maxConnectTypes = 64;

/** The types of ports that a domain of its own may connect to, wherever these ports are. */
export const connectTypesSchema = makeOnce(() =>
  z
    .array(portTypeNameSchema())
    .max(maxConnectTypes)
    .refine((types) => new Set(types).size === types.length, t('must not name a type twice')),
);

/** A port whose type the host finds out. The kernel checks connections by port for TCP, and not for UDP. */
export const connectPortSchema = makeOnce(() =>
  z.strictObject({
    protocol: z.literal('tcp'),
    port: z.number().int().min(1).max(65_535),
  }),
);
export type ConnectPort = z.infer<ReturnType<typeof connectPortSchema>>;

const portRangeSchema = makeOnce(() =>
  z.strictObject({
    protocol: z.string(),
    low: z.number().int(),
    high: z.number().int(),
  }),
);
export type PortRange = z.infer<ReturnType<typeof portRangeSchema>>;

export const portTypeSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    /** Lists the ports to which the loaded policy gives this type; empty where it gives it to none. */
    ports: z.array(portRangeSchema()),
  }),
);
export type PortType = z.infer<ReturnType<typeof portTypeSchema>>;

/** `5432`, or `6000 to 6020`; the first four, and how many more there are. */
export function describeRanges(ranges: readonly Pick<PortRange, 'low' | 'high'>[]): Words {
  const words = ranges
    .slice(0, 4)
    .map(({ low, high }) => (low === high ? `${low}` : say('{low} to {high}', { low, high })));
  const shown = joinWords(words, ', ');
  return ranges.length > words.length
    ? say('{shown} and {count} more', { shown, count: ranges.length - words.length })
    : shown;
}

/** What connecting to ports of a type opens. */
export function describeConnectType({ ports }: PortType): string {
  const tcp = ports.filter(({ protocol }) => protocol === 'tcp');
  return tcp.length === 0
    ? t('The loaded policy gives no TCP port this type, so it opens nothing now.')
    : t('It opens TCP connections to the ports of this type, of any other machine: {ports}.', {
        ports: describeRanges(tcp),
      });
}

/** Is the risk of the choice that opens all ports: each of them may be the one that matters. */
export const connectTypeRisk = 'medium';
