// SPDX-License-Identifier: Apache-2.0
/** The containers and causes of all hosts as rows, filtered by one search. */

import type { HostEntry } from '../../../contract/bridge.ts';
import { describeAlert } from '../../../contract/wording/alerts/describe-alert.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type CauseKind, causeKindOf, countActionCauses } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { matchesSearch, type SearchSubject, type Term } from '../../../contract/search/search.ts';
import type { SearchField } from '../../../contract/search/search-fields.ts';
import type { HostAlerts } from '../alerts/host-alerts.ts';
import { factsOfSample, sampleFields, searchFields, searchSubject } from '../../../contract/search/container-fields.ts';
import { groupSubject } from '../denials/model/denial-search.ts';
import { clusterOf, connectedMembers } from '../members/memberships.ts';
import { type FleetHost, recentCauses } from './fleet.ts';
import { t } from '../../lib/language/t.ts';

export interface FleetContainer {
  readonly host: HostEntry;
  readonly container: Container;
  /** Causes that need action and name it. */
  readonly causes: number;
}

export interface FleetAlert {
  readonly host: HostEntry;
  readonly alert: Alert;
}

export interface FleetCause {
  readonly host: HostEntry;
  readonly group: DenialGroup;
  readonly kind: CauseKind;
}

/** Finds a cause on the page of denials. */
export function causeFilter(group: DenialGroup): string {
  return [`class:${group.class}`, `source:${group.sourceType}`, `type:${group.targetType}`].join(' ');
}

/** Leaves out what needs a sample, since a host that is not shown gives none. */
export const fleetFields: readonly SearchField[] = [
  { name: 'host', kind: 'text', meaning: t('Part of the host'), example: 'host:edge' },
  ...searchFields.filter(({ name }) => !sampleFields.has(name)),
  { name: 'program', kind: 'text', meaning: t('Program of a cause'), example: 'program:apache2' },
  { name: 'path', kind: 'text', meaning: t('Part of a denied path'), example: 'path:/srv' },
];

interface FleetQuestion {
  readonly hosts: readonly HostEntry[];
  readonly byHost: ReadonlyMap<string, FleetHost>;
  readonly terms: readonly Term[];
  /** Seconds since the epoch. */
  readonly now: number;
  /** Gives the time since which denials count. */
  readonly since: number;
}

/**
 * Lists the containers of all hosts. A container of a cluster is listed by each member, and stands once: under its own,
 * where the window is connected to that.
 */
export function fleetContainers({ hosts, byHost, terms, now, since }: FleetQuestion): readonly FleetContainer[] {
  const shown = new Set(hosts.map(({ id }) => id));
  const seen = new Set<string>();
  return hosts.flatMap((host) => {
    const known = byHost.get(host.id);
    const causes = countActionCauses(recentCauses(known, since)).byContainer;
    const others = connectedMembers(host.id);
    const cluster = clusterOf(host.id);
    const rows: FleetContainer[] = [];
    for (const container of known?.containers?.values() ?? []) {
      const { name, member } = container;
      if (cluster !== undefined && member !== null) {
        const other = others.get(member);
        const key = `${cluster} ${name}`;
        if ((other !== undefined && shown.has(other)) || seen.has(key)) continue;
        seen.add(key);
      }
      const row = { host, container, causes: causes.get(name) ?? 0 };
      if (terms.length === 0 || matchesSearch(containerSubject(row, now), terms)) rows.push(row);
    }
    return rows;
  });
}

/** Finds containers that the shown host does not list. That host lists the instances of its whole cluster. */
export function containersElsewhere(shown: string | undefined, question: FleetQuestion): readonly FleetContainer[] {
  const cluster = shown === undefined ? undefined : clusterOf(shown);
  return fleetContainers({ ...question, hosts: question.hosts.filter(({ id }) => id !== shown) }).filter(
    ({ host, container }) => container.member === null || cluster === undefined || clusterOf(host.id) !== cluster,
  );
}

/** What needs action first, then the latest. */
export function fleetCauses({ hosts, byHost, terms, since }: Omit<FleetQuestion, 'now'>): readonly FleetCause[] {
  return hosts
    .flatMap((host) =>
      recentCauses(byHost.get(host.id), since).map((group) => ({ host, group, kind: causeKindOf(group) })),
    )
    .filter(({ host, group }) => terms.length === 0 || matchesSearch(withHost(host, groupSubject(group)), terms))
    .toSorted(
      (left, right) =>
        Number(right.kind === 'action') - Number(left.kind === 'action') || right.group.last - left.group.last,
    );
}

/** Lists the alerts, the latest first. */
export function fleetAlerts(
  { hosts, terms }: Pick<FleetQuestion, 'hosts' | 'terms'>,
  alertsOf: ReadonlyMap<string, HostAlerts>,
): readonly FleetAlert[] {
  return hosts
    .flatMap((host) => (alertsOf.get(host.id)?.lasting ?? []).map((alert) => ({ host, alert })))
    .filter(({ host, alert }) => terms.length === 0 || matchesSearch(withHost(host, alertSubject(alert)), terms))
    .toSorted((left, right) => right.alert.begunAt - left.alert.begunAt);
}

function alertSubject(alert: Alert): SearchSubject {
  return { words: [describeAlert(alert)], field: () => undefined };
}

function containerSubject({ host, container, causes }: FleetContainer, now: number): SearchSubject {
  const uptime = container.startedAt === null ? Number.NaN : now - container.startedAt;
  const facts = {
    container,
    ...factsOfSample(undefined),
    health: undefined,
    uptime,
    denials: causes,
  };
  return withHost(host, searchSubject(facts));
}

function withHost({ label }: HostEntry, subject: SearchSubject): SearchSubject {
  return {
    ...subject,
    words: [...subject.words, label],
    field: (name) => (name === 'host' ? label : subject.field(name)),
  };
}
