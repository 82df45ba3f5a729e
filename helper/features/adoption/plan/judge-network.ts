// SPDX-License-Identifier: Apache-2.0
/** The network of a configuration as one of those that Bulkhead has. */

import type { Network } from '../../../../contract/model/containers/container.ts';
import { interfaceNameSchema } from '../../../../contract/model/names.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { type Judged, kept, leftOut, replaced, type Verdict } from './verdict.ts';

export interface HostInterfaces {
  readonly isBridge: (name: string) => boolean;
  readonly isInterface: (name: string) => boolean;
}

const nat: Network = { kind: 'nat' };
const netKey = /^lxc\.net\.(\d+)\.(.+)$/;

/** `lines`: those that have an effect. Without any such line a container has the loopback only. */
export function judgeNetwork(lines: readonly SourcedLine[], host: HostInterfaces): Judged<Network> {
  const own = lines.flatMap((line) => {
    const [, index = '', key = ''] = netKey.exec(line.key) ?? [];
    return key === '' ? [] : [{ line, index, key }];
  });
  const first = own[0]?.index;
  const valueOf = (wanted: string): string | undefined =>
    own.find(({ index, key }) => index === first && key === wanted)?.line.value;
  const [type, link] = [valueOf('type'), valueOf('link')];
  const chosen: Choice = first === undefined ? { network: { kind: 'none' }, note: '' } : choose(type, link, host);
  const { network, note, problem } = chosen;
  const verdicts = new Map<SourcedLine, Verdict>(
    own.map(({ line, index, key }) => {
      if (index !== first) return [line, leftOut(say('A container has one network.'))];
      if (key === 'type' || key === 'link') return [line, problem === undefined ? kept(note) : replaced(problem)];
      return [line, judgeDetail(key)];
    }),
  );
  return { choice: network, verdicts };
}

interface Choice {
  readonly network: Network;
  /** Says as what it is kept. */
  readonly note: Words;
  /** Why it is not kept, and what is there instead. */
  readonly problem?: Words;
}

function choose(type: string | undefined, link: string | undefined, host: HostInterfaces): Choice {
  const behindHost = (problem: Words): Choice => ({
    network: nat,
    note: '',
    problem: say('{problem} It is behind the address of the host instead.', { problem }),
  });
  if (type === 'empty') return { network: { kind: 'none' }, note: say('It has no network.') };
  if (type === 'none') return behindHost(say('It used the network of the host itself.'));
  if (link === undefined)
    return behindHost(say('A network of the type {type} cannot be kept.', { type: type ?? 'unknown' }));
  if (type === 'veth' && link === natBridge)
    return { network: nat, note: say('It is behind the address of the host.') };
  if (type === 'veth')
    return interfaceNameSchema().safeParse(link).success && host.isBridge(link)
      ? { network: { kind: 'bridge', bridge: link }, note: say('It is on this bridge.') }
      : behindHost(say('The host has no bridge {link}.', { link }));
  if (type === 'macvlan')
    return interfaceNameSchema().safeParse(link).success && host.isInterface(link) && !host.isBridge(link)
      ? { network: { kind: 'macvlan', parent: link }, note: say('It is on the network of this interface.') }
      : behindHost(say('The host has no interface {link}.', { link }));
  return behindHost(say('A network of the type {type} cannot be kept.', { type: type ?? 'unknown' }));
}

function judgeDetail(key: string): Verdict {
  if (key === 'hwaddr') return replaced(say('It gets a hardware address of its own.'));
  if (['flags', 'name', 'veth.pair', 'macvlan.mode'].includes(key))
    return replaced(say('Bulkhead chooses this itself.'));
  if (key.startsWith('script.')) return leftOut(say('It is a program of the host that would run as root.'));
  if (/^ipv[46]\./.test(key)) return leftOut(say('Its address is leased to it; set a fixed one inside.'));
  return leftOut(say('Bulkhead has nothing that corresponds to it.'));
}
