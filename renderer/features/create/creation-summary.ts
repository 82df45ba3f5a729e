// SPDX-License-Identifier: Apache-2.0
/** What a new container will be, a line for each topic. */

import { type Choice, choices } from '../../../contract/model/policy/choices.ts';
import type { ConfinementMode } from '../../../contract/model/containers/container.ts';
import type { HostInfo, SelinuxStatus } from '../../../contract/model/host/host.ts';
import type { Choices } from './creation.ts';
import { readLimits, type LimitTexts } from '../containers/limits/limit-texts.ts';
import { formatBytes } from '../../lib/units.ts';
import { publicationsOf } from '../networks/publication-draft.ts';
import { portsOf } from '../policy/policy-labels.ts';
import { volumesOf } from '../volumes/volume-draft.ts';

export interface SummaryLine {
  readonly topic: string;
  readonly text: string;
  readonly tone: 'usual' | 'amber' | 'red';
}

/** What the host has; a limit beyond it is allowed, and said. */
export type Capacity = Pick<HostInfo, 'cpus' | 'memoryBytes' | 'disk'>;

export function summaryOf(
  choices: Choices,
  selinux: SelinuxStatus | undefined,
  capacity?: Capacity,
): readonly SummaryLine[] {
  const usual = 'usual' as const;
  const image = choices.image === '' ? 'An image (not chosen yet)' : choices.image;
  return [
    {
      topic: 'Files',
      text: `${image} as a read-only layer below its own writable layer. The image itself is never changed.`,
      tone: usual,
    },
    confinementLine(choices, selinux),
    {
      topic: 'User IDs',
      text: 'Its own range of user IDs: root inside is an unprivileged user on the host.',
      tone: usual,
    },
    ...limitLines(choices.limits, capacity),
    networkLine(choices),
    ...publishedLines(choices),
    ...volumeLines(choices.volumes),
    {
      topic: 'Then',
      text: choices.start
        ? 'The container starts. If init is not in the expected SELinux context, it is stopped.'
        : 'The container stays stopped.',
      tone: usual,
    },
  ];
}

function limitLines(texts: LimitTexts, capacity: Capacity | undefined): readonly SummaryLine[] {
  const read = readLimits(texts);
  if (read.status === 'invalid') return [{ topic: 'Limits', text: 'Correct the marked fields.', tone: 'amber' }];
  const { memoryBytes, cpus, pids, diskBytes } = read.limits;
  return [
    memoryBytes === null
      ? { topic: 'Memory', text: 'No limit: a memory leak can exhaust the host.', tone: 'amber' }
      : sizeLine({
          topic: 'Memory',
          text: `${formatBytes(memoryBytes)}. Beyond that, the kernel kills a process inside.`,
          asked: memoryBytes,
          available: capacity?.memoryBytes,
        }),
    cpuLine(cpus, capacity),
    pids === null
      ? { topic: 'Processes', text: 'No limit: a fork bomb can exhaust the host.', tone: 'amber' }
      : { topic: 'Processes', text: `${pids} tasks.`, tone: 'usual' },
    diskBytes === null
      ? {
          topic: 'Disk',
          text: 'No limit: it can use all free space above the reserve of the host.',
          tone: 'amber',
        }
      : sizeLine({
          topic: 'Disk',
          text: `${formatBytes(diskBytes)} for its own files.`,
          asked: diskBytes,
          available: capacity?.disk?.totalBytes,
        }),
  ];
}

interface Size {
  readonly topic: string;
  readonly text: string;
  readonly asked: number;
  /** Bytes that the host has in all. */
  readonly available: number | undefined;
}

function sizeLine({ topic, text, asked, available }: Size): SummaryLine {
  return available !== undefined && asked > available
    ? { topic, text: `${text} This host has ${formatBytes(available)}: the limit protects nothing.`, tone: 'amber' }
    : { topic, text, tone: 'usual' };
}

function cpuLine(cpus: number | null, capacity: Capacity | undefined): SummaryLine {
  const topic = 'CPU';
  if (cpus === null) return { topic, text: 'All cores, shared fairly with other containers.', tone: 'usual' };
  const text = `${coresLabel(cpus)}.`;
  return capacity !== undefined && cpus > capacity.cpus
    ? { topic, text: `${text} This host has ${coresLabel(capacity.cpus)}: the limit has no effect.`, tone: 'amber' }
    : { topic, text, tone: 'usual' };
}

function coresLabel(count: number): string {
  return `${count} ${count === 1 ? 'core' : 'cores'}`;
}

export function confinementWillBe(
  { confinement }: Pick<Choices, 'confinement'>,
  selinux: SelinuxStatus | undefined,
): ConfinementMode {
  if (selinux === undefined) return 'unknown';
  if (selinux.status === 'disabled') return 'unconfined';
  return selinux.status === 'permissive' || confinement === 'learning' ? 'permissive' : 'enforced';
}

function confinementLine(
  { confinement, ports, allow, connect }: Choices,
  selinux: SelinuxStatus | undefined,
): SummaryLine {
  switch (confinementWillBe({ confinement: 'shared' }, selinux)) {
    case 'unconfined':
      return {
        topic: 'Isolation',
        text: 'None: SELinux is off on this host. A process that escapes the namespaces reaches other containers.',
        tone: 'red',
      };
    case 'permissive':
      return {
        topic: 'Isolation',
        text: 'Its own categories, but this host is permissive: violations are logged and not blocked.',
        tone: 'amber',
      };
    case 'enforced':
    case 'unknown':
      if (confinement === 'learning')
        return {
          topic: 'Isolation',
          text: 'Learning mode: its own domain allows and logs everything for an hour. Then it enforces.',
          tone: 'amber',
        };
      if (confinement === 'own')
        return {
          topic: 'Isolation',
          text: `Its own SELinux domain and categories. ${listenSentence(ports)}${connectSentence(connect)}${allowSentence(allow)}`,
          tone: allow.some((choice) => choices[choice].risk === 'high') ? 'amber' : 'usual',
        };
      return {
        topic: 'Isolation',
        text:
          'The shared domain bulkhead_t and its own pair of categories: ' +
          'files of other containers stay closed even with mode 0777.',
        tone: 'usual',
      };
  }
}

/** A folder of the host is a way out, however narrow: what root inside writes there is root's on the host. */
function volumeLines(text: string): readonly SummaryLine[] {
  const volumes = volumesOf(text);
  if (volumes === undefined) return [{ topic: 'Volumes', text: 'Correct the marked fields.', tone: 'amber' }];
  const writable = volumes.filter(({ readOnly }) => !readOnly);
  if (volumes.length === 0) return [];
  const which = `${volumes.map(({ source }) => source).join(', ')} of the host, labelled for this container only`;
  return [
    writable.length === 0
      ? { topic: 'Volumes', text: `${which}, read-only.`, tone: 'usual' }
      : {
          topic: 'Volumes',
          text: `${which}. Files that root inside creates there belong to root on the host.`,
          tone: 'amber',
        },
  ];
}

function networkLine({ network, bridge }: Choices): SummaryLine {
  if (network === 'none') return { topic: 'Network', text: 'Loopback only.', tone: 'usual' };
  if (network === 'nat')
    return {
      topic: 'Network',
      text: "Own network namespace behind the host's address (NAT). It is reached by its published ports only.",
      tone: 'usual',
    };
  if (network === 'macvlan')
    return {
      topic: 'Network',
      text: `A machine of its own on the network of ${bridge === '' ? 'an interface' : bridge}: it can be reached from there, and nobody checks its addresses.`,
      tone: 'amber',
    };
  return {
    topic: 'Network',
    text: `On ${bridge === '' ? 'a bridge' : bridge}: it can be reached from that network.`,
    tone: 'amber',
  };
}

function connectSentence(connect: readonly string[]): string {
  return connect.length === 0 ? '' : ` It connects to ${connect.join(', ')}.`;
}

function allowSentence(allow: readonly Choice[]): string {
  return allow.length === 0 ? '' : ` Beyond every container: ${allow.map((one) => choices[one].label).join(', ')}.`;
}

function listenSentence(ports: string): string {
  return ports.trim() === '' ? 'It may not listen on any port.' : `It may listen on ${ports} only.`;
}

/** What leads to it, and whether its own domain may listen there. */
function publishedLines({ network, published, confinement, ports }: Choices): readonly SummaryLine[] {
  const publications = network === 'nat' ? (publicationsOf(published) ?? []) : [];
  if (publications.length === 0) return [];
  const which = publications.map(({ protocol, hostPort }) => `${protocol.toUpperCase()} ${hostPort}`).join(', ');
  const served = portsOf(ports) ?? [];
  const denied =
    confinement === 'own'
      ? publications.filter(
          ({ protocol, port }) => !served.some((one) => one.protocol === protocol && one.port === port),
        )
      : [];
  const text = `${which} of the host ${publications.length === 1 ? 'leads' : 'lead'} to it: all who reach the host reach it there.`;
  return [
    denied.length === 0
      ? { topic: 'Published ports', text, tone: 'usual' }
      : {
          topic: 'Published ports',
          text: `${text} Its own domain may not listen on ${denied.map(({ port }) => port).join(', ')}: add that to the ports it listens on.`,
          tone: 'amber',
        },
  ];
}
