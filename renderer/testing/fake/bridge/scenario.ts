// SPDX-License-Identifier: Apache-2.0
/** Reads from the address of the page which hosts it shows. */

import type { FakeHostOptions } from '../fake-host.ts';

export interface Scenario {
  /** Loses the connection to a host after so many milliseconds; it stays when undefined. */
  readonly dropAfter: number | undefined;
  /** Gives the options of the host with this id, which is the only one of the lab or another one. */
  optionsOf(id: string): Omit<FakeHostOptions, 'hostname'>;
}

type Name = 'usual' | 'many' | 'empty' | 'drop' | 'plain' | 'flood' | 'blind' | 'permissive';

/** Takes the part of the address behind the question mark. */
export function readScenario(search: URLSearchParams): Scenario {
  const name = (search.get('fake') ?? 'usual') as Name;
  const causes = search.get('causes');
  const count = Number(search.get('containers') ?? 100);
  const members = Number(search.get('members') ?? 0);
  return {
    dropAfter: name === 'drop' ? 6000 : undefined,
    optionsOf: (id) => ({
      ...optionsOf(name, id, count),
      members,
      // The second host is another member of the same cluster.
      place: members > 1 && id !== 'lab' ? 1 : 0,
      hasCluster: members > 0 || (name === 'usual' && id === 'lab'),
      ...(causes !== null && { causes: Number(causes) }),
    }),
  };
}

function optionsOf(name: Name, id: string, count: number): Omit<FakeHostOptions, 'hostname'> {
  if (name === 'many') return { containers: count };
  if (name === 'flood') return { containers: 100, isFlooded: true };
  if (name === 'empty') return { containers: 0, hasBridge: false };
  if (name === 'blind') return { isBlind: true };
  if (name === 'plain') return { selinux: 'disabled' };
  if (name === 'permissive') return { selinux: 'permissive' };
  return id === 'lab' ? {} : { containers: 4, selinux: 'permissive' };
}
