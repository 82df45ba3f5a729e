// SPDX-License-Identifier: Apache-2.0
/** Repositories of the fake host, for backups. */

import { fail } from '../../../../contract/errors.ts';
import type { Repository } from '../../../../contract/model/host/backup.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import { pause } from '../pause.ts';

type Names = `backup.${'repositories' | 'add' | 'remove' | 'key'}`;

export function fakeBackups(): Pick<Handlers<string>, Names> {
  const repositories = new Map<string, Repository>();
  const keys = new Map<string, string>();

  function known(name: string): Repository {
    return repositories.get(name) ?? fail('repository-not-found', { repository: name });
  }

  return {
    'backup.repositories': async () => ({
      repositories: [...repositories.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    }),
    async 'backup.add'({ repository: name, folder, key }) {
      if (repositories.has(name)) fail('repository-exists', { repository: name });
      if (folder.startsWith('/etc/'))
        fail('repository-unusable', { repository: name, reason: 'it lies below /etc, which belongs to the system' });
      await pause(800);
      const repository = { name, folder, addedAt: Date.now() / 1000, id: '5a'.repeat(32) };
      repositories.set(name, repository);
      keys.set(name, key ?? `fake-key-of-${name}`);
      return { repository, key: key === undefined ? `fake-key-of-${name}` : null };
    },
    async 'backup.remove'({ repository }) {
      known(repository);
      repositories.delete(repository);
      return {};
    },
    'backup.key': async ({ repository }) => ({ key: keys.get(known(repository).name) ?? '' }),
  };
}
