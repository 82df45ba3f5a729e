// SPDX-License-Identifier: Apache-2.0
/** The networks of a host, as far as containers are on them. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';
import { interfaceNameSchema } from '../names.ts';

/** Accepts only names that the host's own programs give to no interface. */
export const ownNetworkNameSchema = makeOnce(() =>
  interfaceNameSchema().refine(
    (name) =>
      !/^(?:lo|lxcbr\d+|veth\w*|bh[0-9a-f]+|docker\d+|virbr\d+|(?:en|wl|ww)[ospx]\w*|(?:eth|bond|tun|tap)\d+)$/.test(
        name,
      ),
    t('is how interfaces of the host are called; choose a name such as shop'),
  ),
);

export const netSchema = makeOnce(() =>
  z.string().regex(/^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/, t('must be a net such as 10.0.4.0/24')),
);

const hostBridgeSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    /** True for the bridge of LXC, behind the host's address. */
    isNat: z.boolean(),
    /** True for a network that Bulkhead set up, and can remove. */
    isOwn: z.boolean(),
    /** The host's own on this bridge, with the length of their net: `10.0.3.1/24`. */
    addresses: z.array(z.string()),
    /**
     * The next address that no container has, for one with a fixed address; null on a bridge on which the host gives no
     * addresses.
     */
    freeAddress: z.string().nullable(),
  }),
);
export type HostBridge = z.infer<ReturnType<typeof hostBridgeSchema>>;

const forwardSchema = makeOnce(() =>
  z.strictObject({
    container: z.string(),
    /**
     * The address that its published ports and its links lead to: one that the host's DHCP server gave to it and that it
     * uses. Null while it has none.
     */
    address: z.string().nullable(),
  }),
);
export type Forward = z.infer<ReturnType<typeof forwardSchema>>;

export const hostNetworksSchema = makeOnce(() =>
  z.strictObject({
    /** Lists the bridges by name, that of LXC first. */
    bridges: z.array(hostBridgeSchema()),
    /** The host's own IPv4 addresses on other interfaces, which published ports can be bound to. */
    addresses: z.array(z.string()),
    /**
     * Names the interfaces with a route to everything, the preferred one first: other machines are reached by it. An
     * older helper names none.
     */
    uplinks: z.array(z.string()).default([]),
    /** Lists the addresses of all containers that publish ports or have links. */
    forwards: z.array(forwardSchema()),
  }),
);
export type HostNetworks = z.infer<ReturnType<typeof hostNetworksSchema>>;
