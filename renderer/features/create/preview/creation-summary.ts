// SPDX-License-Identifier: Apache-2.0
/** What a new container will be, a line for each topic. */

import { type Choice, choices } from '../../../../contract/model/policy/choices.ts';
import type { ServedPortNumber } from '../../../../contract/model/containers/container.ts';
import type { Limits } from '../../../../contract/model/containers/limits.ts';
import type { HostInfo, SelinuxStatus } from '../../../../contract/model/host/host.ts';
import { isTyped, listenedPorts, type Choices } from '../choices/creation.ts';
import { readLimits, type LimitTexts } from '../../containers/limits/limit-texts.ts';
import { type LimitKey, limitKeys, limitKindOf } from '../../../../contract/model/settings/limit-kinds.ts';
import { formatLimit } from '../../../../contract/wording/describe-limits.ts';
import { formatBytes } from '../../../lib/units.ts';
import { publicationOf } from '../../networks/publication-draft.ts';
import { formatPorts } from '../../policy/policy-labels.ts';
import { formatVolumes, problemOfVolume } from '../../volumes/volume-draft.ts';
import { t } from '../../../lib/language/t.ts';

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
  const image = choices.image === '' ? t('An image (not chosen yet)') : choices.image;
  return [
    {
      topic: t('Files'),
      text: t('{image} as a read-only layer below its own writable layer. The image itself is never changed.', {
        image,
      }),
      tone: usual,
    },
    ...programLines(choices.settings),
    confinementLine(choices, selinux),
    {
      topic: t('User IDs'),
      text: t('Its own range of user IDs: root inside is an unprivileged user on the host.'),
      tone: usual,
    },
    ...limitLines(choices.limits, capacity),
    networkLine(choices),
    ...publishedLines(choices),
    ...volumeLines(choices.volumes),
    {
      topic: t('Then'),
      text: choices.start
        ? t('The container starts. If init is not in the expected SELinux context, it is stopped.')
        : t('The container stays stopped.'),
      tone: usual,
    },
  ];
}

function programLines({ program, user, stopSignal }: Choices['settings']): readonly SummaryLine[] {
  if (program.trim() === '') return [];
  return [
    {
      topic: t('Program'),
      text: t(
        "{program}, as {user}, with a small init of the host's. It is asked to end by {signal}, and the container stops " +
          'when it ends.',
        { program, user: user === '' ? 'root' : user, signal: stopSignal === '' ? 'SIGTERM' : stopSignal },
      ),
      tone: 'usual',
    },
  ];
}

function limitLines(texts: LimitTexts, capacity: Capacity | undefined): readonly SummaryLine[] {
  const read = readLimits(texts);
  if (read.status === 'invalid') return [{ topic: t('Limits'), text: t('Correct the marked fields.'), tone: 'amber' }];
  const { memoryBytes, cpus, cpuWeight, cpuSet, pids, diskBytes } = read.limits;
  return [
    memoryBytes === null
      ? { topic: t('Memory'), text: t('No limit: a memory leak can exhaust the host.'), tone: 'amber' }
      : sizeLine({
          topic: t('Memory'),
          text: t('{memoryBytes}. Beyond that, the kernel kills a process inside.', {
            memoryBytes: formatBytes(memoryBytes),
          }),
          asked: memoryBytes,
          available: capacity?.memoryBytes,
        }),
    ...(cpus === null && cpuSet !== null ? [] : [cpuLine(cpus, capacity)]),
    ...(cpuSet === null ? [] : [cpuSetLine(cpuSet, capacity)]),
    ...(cpuWeight === null ? [] : [cpuWeightLine(cpuWeight)]),
    pids === null
      ? { topic: t('Processes'), text: t('No limit: a fork bomb can exhaust the host.'), tone: 'amber' }
      : { topic: t('Processes'), text: t('{pids} tasks.', { pids }), tone: 'usual' },
    diskBytes === null
      ? {
          topic: t('Disk'),
          text: t('No limit: it can use all free space above the reserve of the host.'),
          tone: 'amber',
        }
      : sizeLine({
          topic: t('Disk'),
          text: t('{diskBytes} for its own files.', { diskBytes: formatBytes(diskBytes) }),
          asked: diskBytes,
          available: capacity?.disk?.totalBytes,
        }),
    ...otherLimitLines(read.limits),
  ];
}

/** These limits have a sentence of their own. */
const explainedLimits: readonly LimitKey[] = ['memoryBytes', 'cpus', 'cpuWeight', 'cpuSet', 'pids', 'diskBytes'];

function otherLimitLines(limits: Limits): readonly SummaryLine[] {
  return limitKeys
    .filter((key) => !explainedLimits.includes(key) && limits[key] !== limitKindOf(key).usual)
    .map((key) => ({
      topic: limitKindOf(key).title,
      text: limits[key] === null ? t('none') : formatLimit(key, limits[key]),
      tone: 'usual',
    }));
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
    ? {
        topic,
        text: t('{text} This host has {available}: the limit protects nothing.', {
          text,
          available: formatBytes(available),
        }),
        tone: 'amber',
      }
    : { topic, text, tone: 'usual' };
}

function cpuLine(cpus: number | null, capacity: Capacity | undefined): SummaryLine {
  const topic = 'CPU';
  if (cpus === null) return { topic, text: t('All cores, shared fairly with other containers.'), tone: 'usual' };
  return capacity !== undefined && cpus > capacity.cpus
    ? {
        topic,
        text: t(
          '{cpus, plural, one {# core} other {# cores}}. This host has {available, plural, one {# core} other ' +
            '{# cores}}: the limit has no effect.',
          { cpus, available: capacity.cpus },
        ),
        tone: 'amber',
      }
    : { topic, text: t('{cpus, plural, one {# core} other {# cores}}.', { cpus }), tone: 'usual' };
}

function cpuSetLine(cpuSet: string, capacity: Capacity | undefined): SummaryLine {
  const topic = t('CPU set');
  const last = Math.max(...cpuSet.split(/[,-]/).map(Number));
  return capacity !== undefined && last >= capacity.cpus
    ? {
        topic,
        text: t('Processors {cpuSet}. This host has 0 to {last}: the container cannot be created.', {
          cpuSet,
          last: capacity.cpus - 1,
        }),
        tone: 'amber',
      }
    : { topic, text: t('Only processors {cpuSet}.', { cpuSet }), tone: 'usual' };
}

function cpuWeightLine(cpuWeight: number): SummaryLine {
  return {
    topic: t('CPU weight'),
    text: t('{cpuWeight}, against 100 of the others, when processors are busy.', { cpuWeight }),
    tone: 'usual',
  };
}

function confinementLine(
  { confinement, ports, published, network, allow, connect }: Choices,
  selinux: SelinuxStatus | undefined,
): SummaryLine {
  switch (selinux?.status) {
    case 'disabled':
      return {
        topic: t('Isolation'),
        text: t('None: SELinux is off on this host. A process that escapes the namespaces reaches other containers.'),
        tone: 'red',
      };
    case 'permissive':
      return {
        topic: t('Isolation'),
        text: t('Its own categories, but this host is permissive: violations are logged and not blocked.'),
        tone: 'amber',
      };
    case 'enforcing':
    case undefined:
      if (confinement === 'learning')
        return {
          topic: t('Isolation'),
          text: t('Learning mode: its own domain allows and logs everything for an hour. Then it enforces.'),
          tone: 'amber',
        };
      if (confinement === 'own')
        return {
          topic: t('Isolation'),
          text: [
            t('Its own SELinux domain and categories.'),
            listenSentence(listenedPorts({ ports, published }, { isBehindHost: network === 'nat' }) ?? []),
            ...connectSentence(connect),
            ...allowSentence(allow),
          ].join(' '),
          tone: allow.some((choice) => choices[choice].risk === 'high') ? 'amber' : 'usual',
        };
      return {
        topic: t('Isolation'),
        text: t(
          'The shared domain bulkhead_t and its own pair of categories: files of other containers stay closed ' +
            'even with mode 0777.',
        ),
        tone: 'usual',
      };
  }
}

/** A folder of the host is a way out, however narrow: what root inside writes there is root's on the host. */
function volumeLines(rows: Choices['volumes']): readonly SummaryLine[] {
  const volumes = rows.filter(isTyped);
  if (volumes.length === 0) return [];
  if (volumes.some((volume) => problemOfVolume(volume) !== undefined))
    return [{ topic: t('Volumes'), text: t('Correct the marked fields.'), tone: 'amber' }];
  const writable = volumes.filter(({ readOnly }) => !readOnly);
  const values = { volumes: formatVolumes(volumes) };
  return [
    writable.length === 0
      ? {
          topic: t('Volumes'),
          text: t('{volumes} of the host, labelled for this container only, read-only.', values),
          tone: 'usual',
        }
      : {
          topic: t('Volumes'),
          text: t(
            '{volumes} of the host, labelled for this container only. Files that root inside creates there belong ' +
              'to root on the host.',
            values,
          ),
          tone: 'amber',
        },
  ];
}

function networkLine({ network, bridge, settings }: Choices): SummaryLine {
  if (network === 'none') return { topic: t('Network'), text: t('Loopback only.'), tone: 'usual' };
  if (network === 'nat')
    return {
      topic: t('Network'),
      text: [
        t("Own network namespace behind the host's address (NAT). It is reached by its published ports only."),
        ...(settings.address.trim() === ''
          ? []
          : [t('Its address is always {address}.', { address: settings.address.trim() })]),
      ].join(' '),
      tone: 'usual',
    };
  if (network === 'macvlan')
    return {
      topic: t('Network'),
      text: t(
        'A machine of its own on the network of {parent}: it can be reached from there, and nobody checks its ' +
          'addresses.',
        { parent: bridge === '' ? t('an interface') : bridge },
      ),
      tone: 'amber',
    };
  return {
    topic: t('Network'),
    text: t('On {bridge}: it can be reached from that network.', { bridge: bridge === '' ? t('a bridge') : bridge }),
    tone: 'amber',
  };
}

function connectSentence(connect: readonly string[]): readonly string[] {
  return connect.length === 0 ? [] : [t('It connects to {connect}.', { connect: connect.join(', ') })];
}

function allowSentence(allow: readonly Choice[]): readonly string[] {
  return allow.length === 0
    ? []
    : [t('Beyond every container: {allow}.', { allow: allow.map((one) => choices[one].label).join(', ') })];
}

function listenSentence(ports: readonly ServedPortNumber[]): string {
  return ports.length === 0
    ? t('It may not listen on any port.')
    : t('It may listen on {ports} only.', { ports: formatPorts(ports) });
}

/** What leads to it, and whether its own domain may listen there. */
function publishedLines({ network, published }: Choices): readonly SummaryLine[] {
  const publications = network === 'nat' ? published.flatMap((row) => publicationOf(row) ?? []) : [];
  if (publications.length === 0) return [];
  const which = publications.map(({ protocol, hostPort }) => `${protocol.toUpperCase()} ${hostPort}`).join(', ');
  const text = t(
    '{count, plural, one {{ports} of the host leads to it: all who reach the host reach it there.} other ' +
      '{{ports} of the host lead to it: all who reach the host reach it there.}}',
    { count: publications.length, ports: which },
  );
  return [{ topic: t('Published ports'), text, tone: 'usual' }];
}
