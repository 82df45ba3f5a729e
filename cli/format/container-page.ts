// SPDX-License-Identifier: Apache-2.0
/** Everything that is known about one container, as people read it. */

import { describeAddressProblem } from '../../contract/wording/describe-address-problem.ts';
import { describeLimits } from '../../contract/wording/describe-limits.ts';
import { describeNetwork } from '../../contract/wording/describe-network.ts';
import { describeSettingsChange } from '../../contract/wording/describe-settings.ts';
import { describeSnapshotPlan } from '../../contract/wording/describe-snapshot-plan.ts';
import { describeVerdict } from '../../contract/wording/isolation/describe-verdict.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import { noSettings } from '../../contract/model/containers/settings.ts';
import type { GroupedEvent } from '../../contract/model/denials/denial.ts';
import type { Result } from '../../contract/operations/index.ts';
import { textOf } from '../../contract/text.ts';
import { escapeText } from '../../report/escape-text.ts';
import { snapshotColumns } from './columns/snapshot-columns.ts';
import { volumeColumns } from './columns/volume-columns.ts';
import { formatFacts } from '../output/format-facts.ts';
import { formatTime } from '../../report/format-time.ts';
import { formatBytes, formatCount } from '../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../output/format-table.ts';
import type { Output } from '../output/output.ts';
import type { ContainerRow, PublishedRow } from './container-row.ts';

export interface ContainerFacts {
  readonly container: Container;
  readonly row: ContainerRow;
  /** Gives the time at which the page was asked for, in seconds since the epoch. */
  readonly now: number;
  /** Lists the latest denials, oldest first; undefined when the caller may not see them without a password. */
  readonly denials: readonly GroupedEvent[] | undefined;
  /** Lists the snapshots, or says why they are not known. */
  readonly snapshots: Result<'snapshot.list'> | { readonly problem: string };
}

type Look = Pick<Output, 'paint' | 'width'>;

export function containerPage({ container, row, now, denials, snapshots }: ContainerFacts, look: Look): string {
  const verdict: PageFact = ['Isolation', describeVerdict(container.isolation, now)];
  const facts = [...stateFacts(container), verdict, ...confinementFacts(container), ...useFacts(container, row)];
  const latest = [...(denials ?? [])].reverse();
  const found = 'problem' in snapshots ? [] : snapshots.snapshots;
  return [
    formatFacts(
      [...facts, ...settingsFacts(container), ['Denials', denialWords(row)], ['Snapshots', snapshotWords(snapshots)]]
        .filter(([, value]) => value !== '')
        .map(([title = '', value = '']) => [title, escapeText(value)] as const),
      look,
    ),
    ...section('Volumes', { rows: container.volumes, columns: volumeColumns, look }),
    ...section('Published ports', { rows: row.published, columns: publishedColumns, look }),
    ...section('Latest denials', { rows: latest, columns: denialColumns, look }),
    ...section('Snapshots', { rows: found, columns: snapshotColumns, look }),
  ].join('\n');
}

/** Empty values are left out. */
type PageFact = readonly [title: string, value: string];

function stateFacts({ name, state, startedAt, initPid, engine, member, image, ...container }: Container): PageFact[] {
  const since = startedAt === null ? '' : ` since ${formatTime(startedAt)}`;
  return [
    ['Name', name],
    ['State', `${state}${since}${initPid === null ? '' : `, init ${initPid}`}`],
    ['Engine', member === null ? engine : `${engine}, on the member ${member}`],
    ['Managed by', container.isManaged ? 'Bulkhead' : 'another tool'],
    ['Image', image ?? absent],
    ['Created', container.createdAt === null ? '' : formatTime(container.createdAt)],
    ['Original', container.original === null ? '' : `${container.original.name}, kept`],
  ];
}

const confinements: Readonly<Record<NonNullable<Container['confinement']>, string>> = {
  shared: 'shared domain',
  own: 'own domain',
  learning: 'own domain, learning',
};

function confinementFacts({ context, domain, categories, ...container }: Container): PageFact[] {
  const { confinement, learningUntil, userNamespaceBase } = container;
  const until = learningUntil === null ? '' : ` until ${formatTime(learningUntil)}`;
  return [
    ['Context', context ?? absent],
    ['Domain', domain ?? absent],
    ['Categories', categories.join(',') || absent],
    ['Confinement', confinement === null ? absent : `${confinements[confinement]}${until}`],
    ['Allowed', container.allow.join(', ')],
    ['Listens on', container.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')],
    ['Connects to', container.connectTypes.join(', ')],
    ['Root is', userNamespaceBase === null ? 'root of the host' : `user ${userNamespaceBase} of the host`],
  ];
}

function useFacts(
  { network, addresses, addressProblem, limits, links, tags }: Container,
  row: ContainerRow,
): PageFact[] {
  const none = addressProblem === undefined ? absent : `none: ${textOf(describeAddressProblem(addressProblem))}`;
  return [
    ['Network', network === null ? absent : describeNetwork(network)],
    ['Addresses', addresses.join(', ') || none],
    ['Links', links.join(', ')],
    ['Limits', describeLimits(limits).join(', ')],
    [
      'Use',
      `memory ${formatBytes(row.memory_bytes)}, tasks ${formatCount(row.pids)}, disk ${formatBytes(row.disk_bytes)} of ` +
        formatBytes(row.disk_max),
    ],
    ['Tags', tags.join(', ')],
  ];
}

/** Gives a line for each setting that differs from what a container has by itself. */
function settingsFacts({ settings }: Container): PageFact[] {
  if (settings === null) return [];
  return describeSettingsChange(noSettings, settings).map(({ title, after }) => [
    `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    after,
  ]);
}

function denialWords({ denials_24h: count }: ContainerRow): string {
  return count === null ? 'you may not see them without a password' : `${count} in the last 24 hours`;
}

function snapshotWords(snapshots: ContainerFacts['snapshots']): string {
  if ('problem' in snapshots) return `not known: ${snapshots.problem}`;
  const { snapshots: found, schedule } = snapshots;
  const count = found.length === 0 ? 'none' : String(found.length);
  return schedule === null
    ? `${count}; none by a schedule`
    : `${count}; ${describeSnapshotPlan(schedule)}, next ${formatTime(schedule.nextAt)}`;
}

function section<Row>(
  title: string,
  {
    rows,
    columns,
    look,
  }: { readonly rows: readonly Row[]; readonly columns: readonly Column<Row>[]; readonly look: Look },
): readonly string[] {
  return rows.length === 0 ? [] : [`${look.paint(title, 'bold')}\n${formatTable(rows, columns, look)}`];
}

const publishedColumns: readonly Column<PublishedRow>[] = [
  { title: 'PROTOCOL', cell: ({ protocol }) => protocol },
  { title: 'HOST ADDRESS', cell: ({ address }) => address ?? 'all' },
  { title: 'HOST PORT', cell: (row) => String(row.host_port), isNumber: true },
  { title: 'PORT', cell: ({ port }) => String(port), isNumber: true },
];

const denialColumns: readonly Column<GroupedEvent>[] = [
  { title: 'TIME', cell: ({ time }) => formatTime(time) },
  { title: 'COMMAND', cell: ({ comm }) => comm ?? absent },
  { title: 'EFFECT', cell: ({ permissive }) => (permissive === true ? 'logged, not blocked' : 'blocked') },
  { title: 'ACCESS', cell: (event) => `${event.permissions.join(' ')} ${event.class ?? ''}` },
  { title: 'OBJECT', cell: ({ path, name, target }) => path ?? name ?? target?.type ?? absent },
];
