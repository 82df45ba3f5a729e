// SPDX-License-Identifier: Apache-2.0
/** Named volumes of the fake host. */

import { fail } from '../../../../contract/errors.ts';
import { type NamedVolume, sourceOfNamedVolume } from '../../../../contract/model/containers/named-volume.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';

type Names = `named-volume.${'list' | 'create' | 'resize' | 'remove'}`;
type Kept = Omit<NamedVolume, 'source' | 'users'>;

const gibibyte = 2 ** 30;

export function fakeNamedVolumes(host: FakeHost): Pick<Handlers<string>, Names> {
  const now = Date.now() / 1000;
  const byName = new Map<string, Kept>(
    [
      { name: 'data', createdAt: now - 40 * 86_400, limitBytes: 20 * gibibyte, usedBytes: 3.4 * gibibyte },
      { name: 'uploads', createdAt: now - 3 * 86_400, limitBytes: null, usedBytes: 0.2 * gibibyte },
    ].map((one) => [one.name, { ...one, usedBytes: Math.round(one.usedBytes) }]),
  );

  function shown(kept: Kept): NamedVolume {
    const source = sourceOfNamedVolume(kept.name);
    const users = [...host.containers.values()].filter(({ volumes }) => volumes.some((one) => one.source === source));
    return { ...kept, source, users: users.map(({ name }) => name) };
  }
  function known(name: string): Kept {
    return (
      byName.get(name) ?? fail('volume-not-allowed', { path: name, reason: 'there is no named volume of that name' })
    );
  }
  function write(kept: Kept): { readonly volume: NamedVolume } {
    byName.set(kept.name, kept);
    return { volume: shown(kept) };
  }

  return {
    'named-volume.list': async () => ({
      volumes: [...byName.values()].map(shown).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    async 'named-volume.create'({ name, limitBytes }) {
      if (byName.has(name))
        fail('volume-not-allowed', { path: name, reason: 'there is a named volume of that name already' });
      return write({ name, createdAt: Date.now() / 1000, limitBytes, usedBytes: 4096 });
    },
    'named-volume.resize': async ({ name, limitBytes }) => write({ ...known(name), limitBytes }),
    async 'named-volume.remove'({ name }) {
      const { users } = shown(known(name));
      if (users.length > 0)
        fail('volume-not-allowed', { path: name, reason: `it is a volume of ${users.join(', ')}; detach it first` });
      byName.delete(name);
      return {};
    },
  };
}
