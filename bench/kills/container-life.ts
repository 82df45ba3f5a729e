// SPDX-License-Identifier: Apache-2.0
/** The changes that one container of a load goes through, from its creation to its removal. */

import type { Random } from '../../helper/server/fixtures/random.ts';
import type { LabClient } from '../../hosts/fixtures/lab-client.ts';
import { readResult } from '../../rpc/read-result.ts';
import type { Change } from './load-state.ts';

interface ContainerLife {
  readonly client: Awaited<ReturnType<LabClient['client']>>;
  readonly name: string;
  /** The folder of the host that the container may be given. */
  readonly source: string;
  /** True when it begins with a domain of its own. */
  readonly isOwn: boolean;
}

/** Gives the changes in their order; which of them take place is chosen at random. */
export function changesOfLife(life: ContainerLife, random: Random): readonly Change[] {
  const { client, name, isOwn } = life;
  return [
    {
      kind: isOwn ? 'create-own' : 'create',
      work: async () =>
        readResult(
          client.stream('container.create', {
            name,
            image: 'debian-13',
            start: random.next() < 0.5,
            confinement: isOwn ? 'own' : 'shared',
          }),
        ),
    },
    {
      kind: 'configure',
      work: () =>
        client.request('container.configure', { name, limits: { pids: 100 + Math.floor(random.next() * 400) } }),
    },
    { kind: 'start', work: () => client.request('container.start', { name }) },
    { kind: 'stop', work: () => client.request('container.stop', { name, force: true }) },
    ...(random.next() < 0.5 ? changesOfVolume(life) : []),
    ...(random.next() < 0.2 ? [changeOfConfinement(life)] : []),
    { kind: 'remove', work: () => client.request('container.remove', { name, force: true }) },
  ];
}

function changesOfVolume({ client, name, source }: ContainerLife): readonly Change[] {
  const target = '/srv/given';
  return [
    { kind: 'attach-volume', work: async () => readResult(client.stream('volume.attach', { name, source, target })) },
    { kind: 'restore-labels', work: async () => readResult(client.stream('label.restore', { name })) },
    { kind: 'detach-volume', work: async () => readResult(client.stream('volume.detach', { name, target })) },
  ];
}

function changeOfConfinement({ client, name, isOwn }: ContainerLife): Change {
  const confinement = isOwn ? 'shared' : 'own';
  return { kind: 'confine', work: async () => readResult(client.stream('container.confine', { name, confinement })) };
}
