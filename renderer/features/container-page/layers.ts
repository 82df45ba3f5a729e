/** The layers that keep a container in, as far as the helper tells them: what is not known is said to be not known. */

import type { Container } from '../../../contract/model/container.ts';
import { formatBytes } from '../../lib/units.ts';
import { confinementModeLabels } from '../containers/confinement-labels.ts';

export interface Layer {
  readonly name: string;
  readonly state: string;
  readonly tone: 'good' | 'amber' | 'red' | 'unknown';
  readonly meaning: string;
}

export function layersOf(container: Container): readonly Layer[] {
  const { limits, network, isManaged } = container;
  const confinementTone = ({ enforced: 'good', permissive: 'amber', unconfined: 'red', unknown: 'unknown' } as const)[
    container.wall
  ];
  const byDefault: Pick<Layer, 'state' | 'tone'> = isManaged
    ? { state: 'by default', tone: 'good' }
    : { state: 'not known', tone: 'unknown' };
  return [
    {
      name: 'SELinux',
      state: confinementModeLabels[container.wall].label.toLowerCase(),
      tone: confinementTone,
      meaning: 'Files, processes, sockets and devices of others, whatever their Unix permissions say.',
    },
    {
      name: 'User namespace',
      state: container.userNamespaceBase === null ? 'none' : 'own range',
      tone: container.userNamespaceBase === null ? 'red' : 'good',
      meaning: 'Root inside is an unprivileged user outside.',
    },
    {
      name: 'Capabilities',
      ...byDefault,
      meaning:
        'Kernel modules, raw disks, the clock and the like cannot be asked for; dropped when Bulkhead makes a container.',
    },
    {
      name: 'System call filter',
      ...byDefault,
      meaning: 'System calls that no container needs are refused; set when Bulkhead makes a container.',
    },
    {
      name: 'Memory',
      ...limitState(limits.memoryBytes === null ? undefined : formatBytes(limits.memoryBytes)),
      meaning: 'A leak ends in this container, not in the host.',
    },
    {
      name: 'Processors',
      ...limitState(limits.cpus === null ? undefined : `${limits.cpus} cores`),
      meaning: 'How much processor time it may take from the others.',
    },
    { name: 'Processes', ...limitState(limits.pids?.toString()), meaning: 'A fork bomb stops here.' },
    {
      name: 'Network',
      state: network === null ? 'not known' : network.kind === 'bridge' ? `bridge ${network.bridge}` : network.kind,
      tone: network === null ? 'unknown' : 'good',
      meaning: networkMeaning(network),
    },
  ];
}

function limitState(limit: string | undefined): Pick<Layer, 'state' | 'tone'> {
  return limit === undefined ? { state: 'no limit', tone: 'amber' } : { state: `at most ${limit}`, tone: 'good' };
}

function networkMeaning(network: Container['network']): string {
  if (network === null) return 'Its configuration does not tell.';
  if (network.kind === 'none') return 'It has a loopback interface only.';
  if (network.kind === 'nat')
    return "A network namespace of its own; it reaches out behind the host's address and is not reached from outside.";
  return 'A network namespace of its own on a bridge of the host: it can be reached from that network.';
}
