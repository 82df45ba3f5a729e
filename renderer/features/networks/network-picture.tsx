// SPDX-License-Identifier: Apache-2.0
/** Draws who is connected to what: the host, its bridges, the containers on them, published ports and links. */

import type { Publication } from '../../../contract/model/containers/publication.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { formatCount } from '../../lib/units.ts';
import { hueColour } from '../../ui/hue-mark.tsx';
import { layOutNetworks, noNetwork, type PlacedGroup, type PlacedLink } from './picture-layout.ts';
import { t } from '../../lib/language/t.ts';

interface NetworkPictureProps {
  readonly networks: HostNetworks;
  readonly containers: readonly Container[];
}

const host = { left: 2, right: 132 };
const bridge = { left: 182, right: 342 };
const box = { left: 402, right: 622 };
const half = 12;
/** Is the space between what is right of the containers. */
const space = 14;
/** A bow swings out by three quarters of how far its handles lie. */
const swing = 0.75;
/** About the width of a character of the ports. */
const portCharacter = 6.6;

export function NetworkPicture({ networks, containers }: NetworkPictureProps) {
  const { height, groups, links, hidden } = layOutNetworks(networks, containers);
  const middle = height / 2;
  const portsLeft = box.right + Math.max(0, ...links.map(({ reach }) => reach * swing)) + space;
  const longest = Math.max(0, ...groups.flatMap(portsOf).map((words) => words.length));
  const width = portsLeft + longest * portCharacter;
  return (
    <div className="network-picture">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ maxWidth: width }}
        role="img"
        aria-label={t('The host, its networks, and the containers on them; the tables below say the same')}
      >
        {groups.map((group) => (
          <GroupPart key={group.title} group={group} hostY={middle} portsLeft={portsLeft} />
        ))}
        {links.map((link) => (
          <LinkPart key={`${link.from.container.name} ${link.to.container.name}`} link={link} />
        ))}
        <rect
          className="network-node host"
          x={host.left}
          y={middle - 34}
          width={host.right - host.left}
          height={68}
          rx={8}
        />
        <text x={(host.left + host.right) / 2} y={middle - 12} className="network-title" textAnchor="middle">
          {t('Host')}
        </text>
        <text x={(host.left + host.right) / 2} y={middle + 5} className="network-detail" textAnchor="middle">
          {shortOf(networks.addresses[0] ?? t('no address'), 19)}
        </text>
        <text x={(host.left + host.right) / 2} y={middle + 23} className="network-detail" textAnchor="middle">
          {shortOf(uplinkWords(networks.uplinks), 19)}
        </text>
      </svg>
      {hidden > 0 && (
        <p className="muted network-words">
          {t('{hidden} more containers are in the table. Those with published ports and links come first.', {
            hidden: formatCount(hidden),
          })}
        </p>
      )}
      <p className="muted network-legend">
        <span>
          <i className="legend-line" aria-hidden="true" /> {t('on this network, isolated from the others')}
        </span>
        <span>
          <i className="legend-line link" aria-hidden="true" /> {t('link: both reach each other')}
        </span>
        <span>
          <i className="legend-line published" aria-hidden="true" /> {t('published: reached from outside')}
        </span>
      </p>
    </div>
  );
}

interface GroupPartProps {
  readonly group: PlacedGroup;
  readonly hostY: number;
  readonly portsLeft: number;
}

function GroupPart({ group, hostY, portsLeft }: GroupPartProps) {
  const isNone = group.title === noNetwork;
  return (
    <g>
      {!isNone && (
        <path className="network-edge" d={curve({ x: host.right, y: hostY }, { x: bridge.left, y: group.y })} />
      )}
      {group.containers.map(({ container, y }) => (
        <g key={container.name} className={container.state === 'stopped' ? 'network-stopped' : undefined}>
          <path
            className={`network-edge${container.published.length > 0 ? ' published' : ''}${isNone ? ' none' : ''}`}
            d={curve({ x: bridge.right, y: group.y }, { x: box.left, y })}
          />
          <rect
            className="network-node"
            x={box.left}
            y={y - half}
            width={box.right - box.left}
            height={half * 2}
            rx={5}
          />
          <rect
            x={box.left}
            y={y - half}
            width={5}
            height={half * 2}
            rx={2}
            style={{ fill: hueColour(container.name) }}
          />
          <text x={box.left + 14} y={y + 4} className="network-title">
            {shortOf(container.name, 17)}
          </text>
          <text x={box.right - 8} y={y + 4} className="network-detail" textAnchor="end">
            {shortOf(shownAddresses(container)[0] ?? (container.state === 'stopped' ? t('stopped') : ''), 15)}
          </text>
          {container.published.length > 0 && (
            <>
              <path className="network-lead" d={`M${box.right} ${y}H${portsLeft - 6}`} />
              <text x={portsLeft} y={y + 4} className="network-ports">
                {portsWords(container.published)}
              </text>
            </>
          )}
        </g>
      ))}
      {group.more !== undefined && <MorePart {...group.more} fromY={group.y} isNone={isNone} />}
      <rect
        className={`network-node bridge${isNone ? ' none' : ''}`}
        x={bridge.left}
        y={group.y - 20}
        width={bridge.right - bridge.left}
        height={40}
        rx={8}
      />
      <text
        x={(bridge.left + bridge.right) / 2}
        y={group.y + (isNone ? 4 : -2)}
        className="network-title"
        textAnchor="middle"
      >
        {shortOf(group.title, 18)}
      </text>
      {!isNone && (
        <text x={(bridge.left + bridge.right) / 2} y={group.y + 14} className="network-detail" textAnchor="middle">
          {kindWords(group)}
        </text>
      )}
    </g>
  );
}

interface MorePartProps {
  readonly count: number;
  readonly y: number;
  readonly fromY: number;
  readonly isNone: boolean;
}

/** Stands for the containers of a group that have no row. */
function MorePart({ count, y, fromY, isNone }: MorePartProps) {
  return (
    <g>
      <path
        className={`network-edge${isNone ? ' none' : ''}`}
        d={curve({ x: bridge.right, y: fromY }, { x: box.left, y })}
      />
      <rect
        className="network-node none"
        x={box.left}
        y={y - half}
        width={box.right - box.left}
        height={half * 2}
        rx={5}
      />
      <text x={(box.left + box.right) / 2} y={y + 4} className="network-detail" textAnchor="middle">
        {t('{count, plural, one {# more container} other {# more containers}}', { count })}
      </text>
    </g>
  );
}

/** Says by which interface the host reaches other machines. */
function uplinkWords(names: readonly string[]): string {
  return names.length === 0 ? t('no uplink') : t('uplink {names}', { names: names.join(', ') });
}

function kindWords({ bridge: of }: PlacedGroup): string {
  if (of === undefined) return 'macvlan';
  const address = shortOf(of.addresses[0] ?? '', 19);
  return of.isNat || of.isOwn ? `NAT ${address}` : t('bridge {address}', { address });
}

function LinkPart({ link: { from, to, reach } }: { readonly link: PlacedLink }) {
  const x = box.right + reach;
  return (
    <path className="network-link" d={`M${box.right} ${from.y} C${x} ${from.y} ${x} ${to.y} ${box.right} ${to.y}`} />
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

function portsOf(group: PlacedGroup): readonly string[] {
  return group.containers.map(({ container }) => portsWords(container.published));
}

/** The first three, as `TCP 8080 to 80`. */
function portsWords(published: readonly Publication[]): string {
  const words = published.slice(0, 3).map(({ protocol, hostPort, port }) => {
    const from = `${protocol.toUpperCase()} ${hostPort}`;
    return hostPort === port ? from : t('{from} to {port}', { from, port });
  });
  const more = published.length > 3 ? [t('{count} more', { count: published.length - 3 })] : [];
  return [...words, ...more].join(', ');
}

function shortOf(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
