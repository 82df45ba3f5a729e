// SPDX-License-Identifier: Apache-2.0
/**
 * How much a domain may do: the number of distinct accesses that the policy grants it, each a target type, a class and
 * a permission. docs/guide/policy.md explains the columns.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

const number = makeOnce(() => z.number().int().min(0));

/** Each access is in exactly one of these. */
const accessColumnsSchema = makeOnce(() =>
  z.strictObject({
    /** Types that belong to this domain alone. */
    ownTypes: number(),
    /** Types that other containers have too: the categories alone isolate them. */
    otherContainers: number(),
    kernelFileSystems: number(),
    hostFiles: number(),
    devices: number(),
    /** Ports, addresses, interfaces and packets. */
    network: number(),
    hostProcesses: number(),
    capabilities: number(),
    /** Parts of the kernel that are known for their bugs: bpf, io_uring, keys, and rare kinds of sockets. */
    kernelEntry: number(),
  }),
);
export type AccessColumns = z.infer<ReturnType<typeof accessColumnsSchema>>;
export type AccessColumn = keyof AccessColumns;

/** The columns in the order in which they are shown, with their titles. */
export const accessColumnTitles: Readonly<Record<AccessColumn, string>> = {
  ownTypes: t('own types'),
  otherContainers: t('other containers'),
  kernelFileSystems: t('kernel fs'),
  hostFiles: t('host files'),
  devices: t('devices'),
  network: t('network'),
  hostProcesses: t('host processes'),
  capabilities: t('capabilities'),
  kernelEntry: t('kernel entry'),
};
export const accessColumns = Object.keys(accessColumnTitles) as readonly AccessColumn[];

export const domainCountSchema = makeOnce(() =>
  z.strictObject({
    domain: z.string(),
    total: number(),
    columns: accessColumnsSchema(),
    /** Counts the accesses of `otherContainers` that no constraint denies towards a container with other categories. */
    acrossCategories: number(),
  }),
);
export type DomainCount = z.infer<ReturnType<typeof domainCountSchema>>;
