// SPDX-License-Identifier: Apache-2.0
/** Where the host, its bridges and the containers stand in the picture of the networks. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import type { HostBridge, HostNetworks } from '../../../contract/model/host/network.ts';
import { t } from '../../lib/language/t.ts';

/**
 * Limits the containers in the picture, since more rows are not read: of more containers only some have one of their
 * own. The table has all.
 */
export const maxPictured = 30;
const ownRows = 14;

/** Names the group of containers without a network, and of those whose network is not known. */
export const noNetwork = t('no network');

const rowHeight = 32;
const gap = 14;

interface PlacedContainer {
  readonly container: Container;
  /** Gives the middle of its row. */
  readonly y: number;
}

export interface PlacedGroup {
  /** Undefined for an interface, and for those without a network. */
  readonly bridge: HostBridge | undefined;
  readonly title: string;
  readonly y: number;
  readonly containers: readonly PlacedContainer[];
  /** Counts the containers without a row of their own, and gives the middle of the row that stands for them. */
  readonly more: { readonly count: number; readonly y: number } | undefined;
}

export interface PlacedLink {
  readonly from: PlacedContainer;
  readonly to: PlacedContainer;
  /** How far right it swings out: links of near rows stay inside those of far ones. */
  readonly reach: number;
}

export interface NetworkLayout {
  readonly height: number;
  readonly groups: readonly PlacedGroup[];
  readonly links: readonly PlacedLink[];
  /** Containers without a row of their own. */
  readonly hidden: number;
}

/** Lays the networks out. Where not all containers are shown, those with published ports or links come first. */
export function layOutNetworks({ bridges }: Pick<HostNetworks, 'bridges'>, all: readonly Container[]): NetworkLayout {
  const shown = [...all]
    .sort((one, other) => weightOf(other) - weightOf(one) || one.name.localeCompare(other.name))
    .slice(0, all.length > maxPictured ? ownRows : maxPictured);
  const hasRow = new Set(shown.map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const { name, network } of all) {
    if (hasRow.has(name)) continue;
    const title = titleOf(network, bridges);
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  const groupsOf = [
    ...bridges.map((bridge) => ({ bridge, title: bridge.name })),
    ...parentsOf(all).map((parent) => ({ bridge: undefined, title: parent })),
    { bridge: undefined, title: noNetwork },
  ];
  let y = rowHeight / 2 + gap;
  const groups = groupsOf.flatMap(({ bridge, title }): readonly PlacedGroup[] => {
    const members = shown.filter(({ network }) => titleOf(network, bridges) === title);
    const count = counts.get(title) ?? 0;
    const rows = members.length + Math.min(1, count);
    if (rows === 0 && bridge === undefined) return [];
    const containers = members.map((container, place) => ({ container, y: y + place * rowHeight }));
    const more = count === 0 ? undefined : { count, y: y + members.length * rowHeight };
    const height = Math.max(1, rows) * rowHeight;
    const middle = y + (height - rowHeight) / 2;
    y += height + gap;
    return [{ bridge, title, y: middle, containers, more }];
  });
  const placed = new Map(groups.flatMap((group) => group.containers.map((one) => [one.container.name, one] as const)));
  const links = linkedPairs(shown).flatMap(([one, other]): readonly PlacedLink[] => {
    const [from, to] = [placed.get(one), placed.get(other)];
    if (from === undefined || to === undefined) return [];
    return [{ from, to, reach: 14 + Math.min(56, (Math.abs(to.y - from.y) / rowHeight) * 9) }];
  });
  return { height: Math.max(y, rowHeight * 2), groups, links, hidden: all.length - shown.length };
}

/** The bridge or the interface that a container is on. */
function titleOf(network: Container['network'], bridges: readonly HostBridge[]): string {
  if (network?.kind === 'bridge') return network.bridge;
  if (network?.kind === 'macvlan') return network.parent;
  return (network?.kind === 'nat' ? bridges.find(({ isNat }) => isNat)?.name : undefined) ?? noNetwork;
}

/** Interfaces of the host on which containers are by macvlan. */
function parentsOf(containers: readonly Container[]): readonly string[] {
  const parents = containers.flatMap(({ network }) => (network?.kind === 'macvlan' ? [network.parent] : []));
  return [...new Set(parents)].sort();
}

function weightOf({ published, links }: Container): number {
  return Math.min(1, published.length + links.length);
}
