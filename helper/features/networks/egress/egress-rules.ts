// SPDX-License-Identifier: Apache-2.0
/**
 * The nftables rules of what containers may reach. A container is known by its hardware address, to which its port is
 * held. What leaves its network, or is for the host, passes the table of the family inet; what goes to another port of
 * the same bridge passes the one of the family bridge. Sets that a resolver or connections fill outlive a change.
 */

import { createHash } from 'node:crypto';
import type { EgressEntry } from '../../../../contract/rules/egress.ts';
import { answerSets, type AddressFamily, egressTable, families, setOfName } from './egress-names.ts';

/** A container that may not reach everything. */
export interface BoundContainer {
  readonly container: string;
  /** The address is written as `10:66:6a:01:02:03`. */
  readonly hardwareAddress: string;
  /** Empty where it may reach nothing. */
  readonly entries: readonly EgressEntry[];
  /** The address of its network's resolver, where it may ask for names; null where it may not. */
  readonly resolver: string | null;
}

/** Objects that a table of the kernel has by now. */
export interface PresentObjects {
  readonly chains: readonly string[];
  readonly sets: readonly string[];
  readonly counters: readonly string[];
}

export const nothingPresent: PresentObjects = { chains: [], sets: [], counters: [] };

/** `isOwn`: the kernel has these as Bulkhead wrote them; else only their names are known. */
export type PresentTables = Readonly<Record<TableFamily, PresentObjects>> & { readonly isOwn: boolean };

export type TableFamily = 'inet' | 'bridge';

/** A table as it is to be: what is filled later is added, and never replaced. */
interface WantedTable {
  readonly family: TableFamily;
  /** The rest of `add map`, `add set` and `add counter`, by name. */
  readonly maps: ReadonlyMap<string, string>;
  readonly sets: ReadonlyMap<string, string>;
  readonly counters: readonly string[];
  /** Gives the hooks of the chains that are attached to one. */
  readonly hooks: ReadonlyMap<string, string>;
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** Elements of the maps, as `MAP { ... }`. */
  readonly elements: readonly string[];
}

/** Addresses that no name opens: those of private nets, of the host itself, of groups, and those that lead to others. */
const special: Readonly<Record<AddressFamily, readonly string[]>> = {
  '4': [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
    ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'],
  ],
  // Outside of 2000::/3 is nothing that a machine has in the public net; within it are tunnels to addresses of IPv4.
  '6': ['::/3', '2001::/32', '2002::/16', '4000::/2', '8000::/1'],
};

const expressionOf: Readonly<Record<AddressFamily, string>> = { '4': 'ip', '6': 'ip6' };
const icmpOf: Readonly<Record<AddressFamily, string>> = { '4': 'icmp', '6': 'ipv6-icmp' };
const typeOf: Readonly<Record<AddressFamily, string>> = { '4': 'ipv4_addr', '6': 'ipv6_addr' };

/** A program learns at once that it may not; the kernel bounds how many messages of ICMP it sends, and no resets. */
const rejections = ['meta l4proto tcp reject with tcp reset', 'reject with icmpx admin-prohibited'];

const verdictMap = 'type ether_addr : verdict;';

/** TCP asks after two hours whether the other side is still there. */
const idle = 'timeout 3h';
const discovery =
  'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld2-listener-report } accept';

/**
 * Where the host has br_netfilter, as Docker does, frames between ports pass the rules of what is routed too. These are
 * of no routed packet: each router takes one from 255.
 */
const bridgedDiscovery = [
  `ip6 hoplimit 255 ${discovery}`,
  'ip6 daddr ff02::16 icmpv6 type mld2-listener-report accept',
];

/**
 * Writes one transaction for both tables. `present` is what the kernel has of each; a chain that Bulkhead
 * wrote is left as it is, since its name says what is in it.
 */
export function egressRules(bound: readonly BoundContainer[], present: PresentTables): string {
  return [routedTable(bound), bridgedTable(bound)]
    .map((table) => renderTable(table, present[table.family], present.isOwn))
    .join('');
}

/** Takes both tables away: nothing is bound. */
export function noEgressRules(): string {
  return (['inet', 'bridge'] as const)
    .map((family) => `add table ${family} ${egressTable}\ndelete table ${family} ${egressTable}\n`)
    .join('');
}

/** What the tables hold once the transaction has succeeded. */
export function egressObjects(bound: readonly BoundContainer[]): Readonly<Record<TableFamily, PresentObjects>> {
  const [inet, bridge] = [routedTable(bound), bridgedTable(bound)].map(({ maps, sets, counters, chains }) => ({
    chains: [...chains.keys()],
    sets: [...maps.keys(), ...sets.keys()],
    counters,
  }));
  return { inet: inet ?? nothingPresent, bridge: bridge ?? nothingPresent };
}

/** The name of a container's own objects: its hardware address. */
export function keyOf(hardwareAddress: string): string {
  return hardwareAddress.replaceAll(':', '');
}

/** Keeps where that was for which was not let through, and how often. */
export function deniedSetOf(family: AddressFamily, hardwareAddress: string): string {
  return `d${family}_${keyOf(hardwareAddress)}`;
}

/** Containers with the same list have the same chains, named after what is in them. */
function listKeyOf({ entries, resolver }: BoundContainer): string {
  return createHash('sha256')
    .update(JSON.stringify([entries, resolver]))
    .digest('hex')
    .slice(0, 16);
}

function byList(bound: readonly BoundContainer[]): ReadonlyMap<string, BoundContainer> {
  return new Map(bound.map((one) => [listKeyOf(one), one]));
}

function routedTable(bound: readonly BoundContainer[]): WantedTable {
  const names = new Set(bound.flatMap(({ entries }) => entries.flatMap(nameOf)));
  return {
    family: 'inet',
    maps: new Map(['forwarded', 'arriving', 'deniers'].map((name) => [name, verdictMap])),
    sets: new Map([
      ...families.map(
        (family) =>
          [
            `special${family}`,
            `type ${typeOf[family]}; flags interval; elements = { ${special[family].join(', ')} };`,
          ] as const,
      ),
      ...[...names].flatMap((name) => families.flatMap((family) => setsOfName(family, name))),
      ...bound.flatMap(deniedSets),
    ]),
    counters: bound.map(counterOf),
    hooks: new Map([
      ['forward', 'type filter hook forward priority -4; policy accept;'],
      ['input', 'type filter hook input priority -4; policy accept;'],
    ]),
    chains: new Map<string, readonly string[]>([
      ['forward', ['ether saddr vmap @forwarded']],
      ['input', ['ether saddr vmap @arriving']],
      ['denied', ['ether saddr vmap @deniers', 'drop']],
      ...bound.map((one) => [chainOf('d', one), [...noteDenied(one), ...rejections]] as const),
      ...[...byList(bound)].flatMap(([key, one]) => routedChains(key, one)),
      ...[...names].flatMap((name) => families.map((family) => usingChain(family, name))),
    ]),
    elements: [
      verdicts('forwarded', bound, (one) => `goto f_${listKeyOf(one)}`),
      verdicts('arriving', bound, (one) => `goto i_${listKeyOf(one)}`),
      verdicts('deniers', bound, (one) => `goto ${chainOf('d', one)}`),
    ],
  };
}

/** What leaves the network, and what is for the host itself. Each packet is judged, but for answers to what others began. */
function routedChains(
  key: string,
  { entries, resolver }: BoundContainer,
): readonly (readonly [string, readonly string[]])[] {
  const answers = ['ct direction reply accept', 'ct state related meta l4proto { icmp, ipv6-icmp } accept'];
  const addresses = entries.flatMap(addressRules);
  return [
    [
      `f_${key}`,
      [
        ...answers,
        ...bridgedDiscovery,
        ...addresses,
        ...families.map((family) => `${expressionOf[family]} daddr @special${family} goto denied`),
        ...entries.flatMap(nameRules),
        'goto denied',
      ],
    ],
    [
      `i_${key}`,
      [
        ...answers,
        'meta nfproto ipv4 udp sport 68 udp dport 67 accept',
        discovery,
        ...(resolver === null ? [] : [`ip daddr ${resolver} meta l4proto { tcp, udp } th dport 53 accept`]),
        ...addresses,
        'goto denied',
      ],
    ],
  ];
}

/** What others began is known by a set for each container: the kernel tracks no connections between ports of a bridge. */
function bridgedTable(bound: readonly BoundContainer[]): WantedTable {
  return {
    family: 'bridge',
    maps: new Map(['to', 'answering', 'from', 'deniers'].map((name) => [name, verdictMap])),
    sets: new Map(bound.flatMap((one) => [...begunSets(one), ...deniedSets(one)])),
    counters: bound.map(counterOf),
    hooks: new Map([['forward', 'type filter hook forward priority 0; policy accept;']]),
    chains: new Map<string, readonly string[]>([
      ['forward', ['ether daddr vmap @to', 'ether saddr vmap @answering', 'ether saddr vmap @from']],
      ['denied', ['ether saddr vmap @deniers', 'drop']],
      ...bound.flatMap(bridgedChains),
      ...[...byList(bound)].map(
        ([key, { entries }]) => [`f_${key}`, [...entries.flatMap(addressRules), 'goto denied']] as const,
      ),
    ]),
    elements: [
      verdicts('to', bound, (one) => `jump ${chainOf('t', one)}`),
      verdicts('answering', bound, (one) => `jump ${chainOf('a', one)}`),
      verdicts('from', bound, (one) => `goto f_${listKeyOf(one)}`),
      verdicts('deniers', bound, (one) => `goto ${chainOf('d', one)}`),
    ],
  };
}

/** Frames to it note what others begin; those from it may answer that. */
function bridgedChains(one: BoundContainer): readonly (readonly [string, readonly string[]])[] {
  const notes = families.flatMap((family) => {
    const [set, tuple] = [
      `@k${family}_${keyOf(one.hardwareAddress)}`,
      `${expressionOf[family]} saddr . meta l4proto . th sport . th dport`,
    ];
    return [
      `tcp flags & (syn | ack) == syn update ${set} { ${tuple} }`,
      `meta l4proto udp update ${set} { ${tuple} }`,
      `${tuple} ${set} update ${set} { ${tuple} }`,
    ];
  });
  const answers = families.map((family) => {
    const [set, tuple] = [
      `@k${family}_${keyOf(one.hardwareAddress)}`,
      `${expressionOf[family]} daddr . meta l4proto . th dport . th sport`,
    ];
    return `${tuple} ${set} update ${set} { ${tuple} } accept`;
  });
  return [
    [chainOf('t', one), notes],
    [
      chainOf('a', one),
      [
        'ether type arp accept',
        discovery,
        'icmp type { echo-reply, destination-unreachable, time-exceeded } accept',
        'icmpv6 type { echo-reply, destination-unreachable, packet-too-big, time-exceeded } accept',
        // The host hears it too, and no other port has to.
        'udp sport 68 udp dport 67 drop',
        ...answers,
      ],
    ],
    [chainOf('d', one), [...noteDenied(one), 'drop']],
  ];
}

function begunSets({ hardwareAddress }: BoundContainer): readonly (readonly [string, string])[] {
  return families.map((family) => [
    `k${family}_${keyOf(hardwareAddress)}`,
    `type ${typeOf[family]} . inet_proto . inet_service . inet_service; size 4096; flags dynamic,timeout; ${idle};`,
  ]);
}

function chainOf(kind: 'a' | 'd' | 't', { hardwareAddress }: BoundContainer): string {
  return `${kind}_${keyOf(hardwareAddress)}`;
}

function counterOf({ hardwareAddress }: BoundContainer): string {
  return `c_${keyOf(hardwareAddress)}`;
}

function verdicts(map: string, bound: readonly BoundContainer[], verdictOf: (one: BoundContainer) => string): string {
  return `${map} { ${bound.map((one) => `${one.hardwareAddress} : ${verdictOf(one)}`).join(', ')} }`;
}

function nameOf({ target }: EgressEntry): readonly string[] {
  return target.kind === 'name' ? [target.value] : [];
}

function setsOfName(family: AddressFamily, name: string): readonly (readonly [string, string])[] {
  const type = `type ${typeOf[family]};`;
  return [
    ...answerSets.map((kind) => [setOfName(kind, family, name), `${type} size 4096;`] as const),
    [setOfName('u', family, name), `${type} size 65535; flags dynamic,timeout; ${idle};`],
  ];
}

function deniedSets({ hardwareAddress }: BoundContainer): readonly (readonly [string, string])[] {
  return families.map((family) => [
    deniedSetOf(family, hardwareAddress),
    `type ${typeOf[family]} . inet_proto . inet_service; size 256; flags dynamic,timeout; timeout 1d;`,
  ]);
}

/** A set that is full takes no more, which ends its rule: what denies is another one. */
function noteDenied(one: BoundContainer): readonly string[] {
  return [
    ...families.map(
      (family) =>
        `meta l4proto { tcp, udp } update @${deniedSetOf(family, one.hardwareAddress)} ` +
        `{ ${expressionOf[family]} daddr . meta l4proto . th dport counter }`,
    ),
    `counter name ${counterOf(one)}`,
  ];
}

function addressRules({ target, ...rest }: EgressEntry): readonly string[] {
  if (target.kind === 'name') return [];
  const family = target.kind === 'ipv4' ? '4' : '6';
  return [`${expressionOf[family]} daddr ${target.value} ${servicePart(family, rest)}accept`];
}

/** A set that is growing may take no element at this moment: what accepts is another rule. */
function usingChain(family: AddressFamily, name: string): readonly [string, readonly string[]] {
  const set = setOfName('u', family, name);
  return [set, [`update @${set} { ${expressionOf[family]} daddr }`, 'accept']];
}

/** An address that the name had stays open to the connections that use it, and to no new one. */
function nameRules({ target, ...rest }: EgressEntry): readonly string[] {
  if (target.kind !== 'name') return [];
  return families.flatMap((family) => {
    const [address, used] = [`${expressionOf[family]} daddr`, setOfName('u', family, target.value)];
    const open = `${servicePart(family, rest)}goto ${used}`;
    return [
      ...answerSets.map((kind) => `${address} @${setOfName(kind, family, target.value)} ${open}`),
      `ct state established ${address} @${used} ${open}`,
    ];
  });
}

function servicePart(family: AddressFamily, { protocol, ports }: Pick<EgressEntry, 'protocol' | 'ports'>): string {
  if (protocol === null) return '';
  if (protocol === 'icmp') return `meta l4proto ${icmpOf[family]} `;
  if (ports === null) return `meta l4proto ${protocol} `;
  return `${protocol} dport ${ports.first === ports.last ? '' : `${ports.first}-`}${ports.last} `;
}

/** What is there as it is wanted is left alone, so that a change costs what it changes. */
function renderTable(table: WantedTable, present: PresentObjects, isOwn: boolean): string {
  const { family, maps, sets, counters, hooks, chains, elements } = table;
  const at = `${family} ${egressTable}`;
  const had = { chains: new Set(present.chains), sets: new Set(present.sets), counters: new Set(present.counters) };
  const staleChains = present.chains.filter((name) => !chains.has(name));
  const staleSets = present.sets.filter((name) => !sets.has(name) && !maps.has(name));
  const staleCounters = present.counters.filter((name) => !counters.includes(name));
  const written = [...chains].filter(([name]) => !isOwn || !had.chains.has(name));
  const lines = [
    `add table ${at}`,
    ...written.map(([name]) => `add chain ${at} ${name}${hooks.has(name) ? ` { ${hooks.get(name) ?? ''} }` : ''}`),
    ...[...maps].flatMap(([name, rest]) => [`add map ${at} ${name} { ${rest} }`, `flush map ${at} ${name}`]),
    ...[...sets].flatMap(([name, rest]) => (had.sets.has(name) ? [] : [`add set ${at} ${name} { ${rest} }`])),
    ...counters.flatMap((name) => (had.counters.has(name) ? [] : [`add counter ${at} ${name}`])),
    ...[...written.map(([name]) => name), ...staleChains].map((name) => `flush chain ${at} ${name}`),
    ...written.flatMap(([name, rules]) => rules.map((rule) => `add rule ${at} ${name} ${rule}`)),
    ...elements.map((one) => `add element ${at} ${one}`),
    ...staleChains.map((name) => `delete chain ${at} ${name}`),
    ...staleSets.map((name) => `delete set ${at} ${name}`),
    ...staleCounters.map((name) => `delete counter ${at} ${name}`),
  ];
  return `${lines.join('\n')}\n`;
}
