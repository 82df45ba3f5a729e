// SPDX-License-Identifier: Apache-2.0
/** A container as scripts get it from `ls`, put together from its state, a sample and its denials of a day. */

import type { AddressProblem } from '../../contract/model/containers/address-problem.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import type { VerdictState } from '../../contract/model/isolation/verdict.ts';
import { textOf } from '../../contract/text.ts';
import type { Publication } from '../../contract/model/containers/publication.ts';
import type { ContainerSample } from '../../contract/model/containers/sample.ts';
import type { Client } from '../../rpc/client.ts';
import { countActionCauses } from '../../contract/model/denials/cause-kind.ts';
import { queryDenials } from '../../report/host-report/query-denials.ts';
import { unlessPassword } from '../unless-password.ts';

/**
 * Field names are an interface: added to, never renamed. Null is "not known", or "not running" for what only a running
 * one has.
 */
export interface ContainerRow {
  readonly name: string;
  /** What starts and stops it: lxc, or incus. */
  readonly engine: Container['engine'];
  /** The member of a cluster of Incus that it is on. */
  readonly member: string | null;
  readonly state: string;
  /** Gives the verdict: isolated, isolated-with-remarks, not-isolated, unknown, or not-running. */
  readonly isolation: VerdictState;
  /** Gives the reasons, the weightiest first. */
  readonly isolation_reasons: readonly string[];
  /**
   * Gives the time at which the check ended that the verdict rests on, in seconds since the epoch; null when it rests
   * on none.
   */
  readonly isolation_checked_at: number | null;
  readonly image: string | null;
  readonly domain: string | null;
  readonly context: string | null;
  readonly categories: readonly string[];
  /** Gives the first host uid of its user namespace; null when root inside is root outside. */
  readonly userns: number | null;
  readonly init_pid: number | null;
  /** An address of it, IPv4 when it has one. */
  readonly ip: string | null;
  /** Why a running one has no address of its network, in a word; null where it has one. */
  readonly address_problem: AddressProblem | null;
  readonly cpu_usec: number | null;
  readonly memory_bytes: number | null;
  readonly memory_max: number | null;
  /** Gives the per cent of the last 10 seconds in which a task waited for memory. */
  readonly psi_memory_some_avg10: number | null;
  readonly pids: number | null;
  /**
   * What its own files take, and what they may take now: its limit, or less while the limits of all together are more
   * than the disk has.
   */
  readonly disk_bytes: number | null;
  readonly disk_max: number | null;
  readonly disk_inodes: number | null;
  readonly disk_inodes_max: number | null;
  /** What limits them: project-quota, file, or none; null for a container of other tools. */
  readonly disk_backing: string | null;
  readonly denials_24h: number | null;
  /** What its own domain may listen on, as 80/tcp, and do beyond every container. */
  readonly ports: readonly string[];
  readonly allow: readonly string[];
  /** Types of the ports that its own domain may connect to, beside those that `allow` opens. */
  readonly connect_types: readonly string[];
  readonly volumes: readonly VolumeRow[];
  /** Ports of the host behind which its own are reached. */
  readonly published: readonly PublishedRow[];
  /** Containers that it reaches, and that reach it, on the host's bridge. */
  readonly links: readonly string[];
  /** The name of the container of another tool that it was made of, while that is kept. */
  readonly original: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  /** Gives the fixed address; null where it has any that is free. */
  readonly address: string | null;
  readonly dns: readonly string[];
  readonly search: readonly string[];
  /** What it may reach; empty for everything, and the word none for nothing. */
  readonly egress: readonly string[];
  /** What it runs in place of an init of its image; empty for the init. */
  readonly program: readonly string[];
  readonly user: string | null;
  readonly folder: string | null;
  readonly stop_signal: string | null;
  /** Null when a person starts it. */
  readonly autostart: { readonly order: number; readonly delay: number } | null;
  readonly hostname: string | null;
  readonly environment: Readonly<Record<string, string>>;
  /** Holds further lines of its configuration of LXC. */
  readonly lxc: Readonly<Record<string, string>>;
}

export interface VolumeRow {
  readonly source: string;
  readonly target: string;
  readonly read_only: boolean;
  /** The category of those that share it; null when it is this container's alone. */
  readonly shared_category: number | null;
}

export function volumeRow({ source, target, readOnly, category }: Container['volumes'][number]): VolumeRow {
  return { source, target, read_only: readOnly, shared_category: category };
}

export interface PublishedRow {
  readonly protocol: 'tcp' | 'udp';
  /** Gives the address of the host; null for all that it has. */
  readonly address: string | null;
  readonly host_port: number;
  readonly port: number;
}

export function publishedRow({ protocol, address, hostPort, port }: Publication): PublishedRow {
  return { protocol, address, host_port: hostPort, port };
}

export interface DescribeOptions {
  readonly signal: AbortSignal;
  /** Seconds since the epoch. */
  readonly now: number;
}

const day = 24 * 60 * 60;

/** Adds to each container what is measured of it now. */
export async function describeContainers(
  client: Client,
  containers: readonly Container[],
  options: DescribeOptions,
): Promise<readonly ContainerRow[]> {
  const samples = await sampleOf(client, containers, options.signal);
  const denials = await unlessPassword(client, () =>
    countDenials(client, containers, { signal: options.signal, since: options.now - day }),
  );
  return containers.map((container) =>
    rowOf(container, samples.get(container.name), denials?.get(container.name) ?? (denials && 0)),
  );
}

function rowOf(container: Container, sample: ContainerSample | undefined, denials: number | undefined): ContainerRow {
  return {
    name: container.name,
    engine: container.engine,
    member: container.member,
    state: container.state,
    ...isolationRow(container),
    image: container.image,
    domain: container.domain,
    context: container.context,
    categories: container.categories,
    userns: container.userNamespaceBase,
    init_pid: container.initPid,
    ip: container.addresses.find((address) => !address.includes(':')) ?? container.addresses[0] ?? null,
    address_problem: container.addressProblem ?? null,
    cpu_usec: sample?.cpuUsec ?? null,
    memory_bytes: sample?.memoryBytes ?? null,
    memory_max: sample?.memoryMax ?? container.limits.memoryBytes,
    psi_memory_some_avg10: sample?.pressure.memory ?? null,
    pids: sample?.pids ?? null,
    disk_bytes: sample?.diskBytes ?? null,
    disk_max: sample?.diskMax ?? container.limits.diskBytes,
    disk_inodes: sample?.diskInodes ?? null,
    disk_inodes_max: sample?.diskInodesMax ?? container.limits.diskInodes,
    disk_backing: container.disk?.backing ?? null,
    denials_24h: denials ?? null,
    ports: container.ports.map(({ port, protocol }) => `${port}/${protocol}`),
    allow: container.allow,
    connect_types: container.connectTypes,
    volumes: container.volumes.map(volumeRow),
    published: container.published.map(publishedRow),
    links: container.links,
    original: container.original?.name ?? null,
    tags: container.tags,
    ...settingsRow(container),
  };
}

type IsolationRow = Pick<ContainerRow, 'isolation' | 'isolation_reasons' | 'isolation_checked_at'>;

/** Gives the verdict of isolation as every JSON output has it. */
export function isolationRow({ isolation: { state, reasons, checkedAt } }: Container): IsolationRow {
  return { isolation: state, isolation_reasons: reasons.map(textOf), isolation_checked_at: checkedAt };
}

function settingsRow({
  name,
  settings,
}: Container): Pick<
  ContainerRow,
  | 'description'
  | 'autostart'
  | 'hostname'
  | 'environment'
  | 'address'
  | 'dns'
  | 'search'
  | 'egress'
  | 'program'
  | 'user'
  | 'folder'
  | 'stop_signal'
  | 'lxc'
> {
  const autostart = settings?.autostart ?? null;
  return {
    description: settings?.description ?? null,
    autostart: autostart === null ? null : { order: autostart.order, delay: autostart.delaySeconds },
    hostname: settings === null ? null : (settings.hostname ?? name),
    address: settings?.address ?? null,
    dns: settings?.nameservers ?? [],
    search: settings?.searchDomains ?? [],
    egress: settings?.egress ?? [],
    program: settings?.program ?? [],
    user: settings?.user ?? null,
    folder: settings?.folder ?? null,
    stop_signal: settings?.stopSignal ?? null,
    environment: Object.fromEntries((settings?.environment ?? []).map((variable) => [variable.name, variable.value])),
    lxc: Object.fromEntries((settings?.lines ?? []).map(({ key, value }) => [key, value])),
  };
}

export async function sampleOf(
  client: Client,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ContainerSample>> {
  const names = containers.filter(({ initPid }) => initPid !== null).map(({ name }) => name);
  if (names.length === 0) return new Map();
  for await (const { samples } of client.stream('sample.watch', names.length > 1000 ? {} : { names }, { signal })) {
    return new Map(samples.at(-1)?.containers.map((sample) => [sample.name, sample]));
  }
  return new Map();
}

/** Counts the causes of denials that need action since a moment, by container. */
export async function countCauses(
  client: Client,
  { signal, since }: { readonly signal: AbortSignal; readonly since: number },
): Promise<ReadonlyMap<string, number>> {
  const { groups } = await queryDenials(client, { since: Math.max(0, since) }, signal);
  return countActionCauses(groups).byContainer;
}

/**
 * Counts the denials of each container since a moment. A group counts for all its containers, so that each container with
 * any is asked for by itself.
 */
async function countDenials(
  client: Client,
  containers: readonly Container[],
  { signal, since: from }: { readonly signal: AbortSignal; readonly since: number },
): Promise<ReadonlyMap<string, number>> {
  const since = Math.max(0, from);
  const { groups } = await queryDenials(client, { since }, signal);
  const concerned = new Set(groups.flatMap((group) => group.containers));
  const counts = new Map<string, number>();
  for (const { name } of containers) {
    if (concerned.has(name)) counts.set(name, await countOf(client, { container: name, since }, signal));
  }
  return counts;
}

async function countOf(
  client: Client,
  query: { container: string; since: number },
  signal: AbortSignal,
): Promise<number> {
  const { groups } = await queryDenials(client, query, signal);
  return groups.reduce((sum, { count }) => sum + count, 0);
}
