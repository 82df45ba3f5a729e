// SPDX-License-Identifier: Apache-2.0
/**
 * The layers that isolate a container beside SELinux, as far as the helper knows them. They say what is configured; only
 * the verdict says that a container is isolated.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import { hasLayers } from '../../../contract/model/engines/has-layers.ts';
import { formatBytes } from '../../lib/units.ts';
import { t } from '../../lib/language/t.ts';

export interface Layer {
  readonly name: string;
  readonly state: string;
  readonly tone: '' | 'amber' | 'red' | 'unknown';
  readonly meaning: string;
}

export function layersOf(container: Container): readonly Layer[] {
  const { limits, network } = container;
  const byDefault: Pick<Layer, 'state' | 'tone'> = hasLayers(container)
    ? { state: t('by default'), tone: '' }
    : { state: t('unknown'), tone: 'unknown' };
  return [
    {
      name: t('User namespace'),
      state: container.userNamespaceBase === null ? t('none') : t('own range'),
      tone: container.userNamespaceBase === null ? 'red' : '',
      meaning: t('Root inside the container is an unprivileged user on the host.'),
    },
    {
      name: t('Capabilities'),
      ...byDefault,
      meaning: t(
        'Capabilities for kernel modules, raw disks and the clock are dropped when Bulkhead creates a container.',
      ),
    },
    {
      name: t('System call filter'),
      ...byDefault,
      meaning: t('Blocks system calls that no container needs. Set when Bulkhead creates a container.'),
    },
    {
      name: t('Memory'),
      ...limitState(limits.memoryBytes === null ? undefined : formatBytes(limits.memoryBytes)),
      meaning: t('A memory leak cannot exhaust the host.'),
    },
    {
      name: t('Processors'),
      ...limitState(limits.cpus === null ? undefined : t('{cpus} cores', { cpus: limits.cpus })),
      meaning: t('Limits how much CPU time it can take from others.'),
    },
    {
      name: t('Processes'),
      ...limitState(limits.pids?.toString()),
      meaning: t('A fork bomb cannot exhaust the host.'),
    },
    {
      name: t('Network'),
      state: networkState(network),
      tone: network === null ? 'unknown' : '',
      meaning: networkMeaning(network),
    },
  ];
}

function networkState(network: Container['network']): string {
  if (network === null) return t('unknown');
  if (network.kind === 'macvlan') return t('macvlan on {parent}', { parent: network.parent });
  if (network.kind === 'bridge') return t('bridge {bridge}', { bridge: network.bridge });
  return network.kind === 'none' ? t('none') : network.kind;
}

function limitState(limit: string | undefined): Pick<Layer, 'state' | 'tone'> {
  return limit === undefined ? { state: t('no limit'), tone: 'amber' } : { state: limit, tone: '' };
}

function networkMeaning(network: Container['network']): string {
  if (network === null) return t('Its configuration does not say.');
  if (network.kind === 'none') return t('It has only a loopback interface.');
  if (network.kind === 'nat')
    return t(
      "Own network namespace. It can connect out through the host's address, and is reached by its " +
        'published ports only.',
    );
  if (network.kind === 'macvlan')
    return t(
      'Own network namespace, as a machine of its own on the network of an interface. It can be reached ' +
        'from that network.',
    );
  return t('Own network namespace on a bridge of the host. It can be reached from that network.');
}
