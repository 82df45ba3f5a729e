// SPDX-License-Identifier: Apache-2.0
/** Repositories of the fake host, for backups. */

import { fail } from '../../../../contract/errors.ts';
import { namedVolumeOfSource } from '../../../../contract/model/containers/named-volume.ts';
import type { Backup, Repository } from '../../../../contract/model/host/backup.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';
import { fakeJobs, type FakeJobs } from './fake-backup-jobs.ts';

type Names = `backup.${'repositories' | 'add' | 'remove' | 'key' | 'check' | 'run' | 'list' | 'restore'}`;

export function fakeBackups(host: FakeHost): Pick<Handlers<string>, Names> & FakeJobs {
  const repositories = new Map<string, Repository>();
  const keys = new Map<string, string>();
  const backups: Backup[] = [];
  const take = (...of: FakeBackup): Backup => takeFake(host, backups, of);

  function known(name: string): Repository {
    return repositories.get(name) ?? fail('repository-not-found', { repository: name });
  }

  return {
    ...fakeJobs({ host, known, take }),
    'backup.repositories': async () => ({
      repositories: [...repositories.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    }),
    async 'backup.add'({ repository: name, folder, key }) {
      if (repositories.has(name)) fail('repository-exists', { repository: name });
      if (folder.startsWith('/etc/'))
        fail('repository-unusable', { repository: name, reason: 'it lies below /etc, which belongs to the system' });
      await pause(800);
      const repository = { name, folder, addedAt: Date.now() / 1000, id: '5a'.repeat(32), checked: null };
      repositories.set(name, repository);
      keys.set(name, key ?? `fake-key-of-${name}`);
      return { repository, key: key === undefined ? `fake-key-of-${name}` : null };
    },
    async 'backup.remove'({ repository }) {
      known(repository);
      repositories.delete(repository);
      return {};
    },
    async *'backup.check'({ repository: name, readPercent }, { signal }) {
      const repository = known(name);
      yield { step: 'check' };
      await pause(1200, signal);
      const checked = { at: Date.now() / 1000, isGood: true, readPercent };
      repositories.set(name, { ...repository, checked });
      return checked;
    },
    async *'backup.run'({ name, repository }, { signal }) {
      known(repository);
      if (!host.containers.has(name)) fail('container-not-found', { name });
      const bytes = 48 * 2 ** 20;
      yield { step: 'copy', bytesDone: 0, bytes: 0 };
      for (let part = 0; part <= 4; part += 1) {
        await pause(400, signal);
        yield { step: 'store', bytesDone: (part * bytes) / 4, bytes };
      }
      return take(name, repository, null);
    },
    async *'backup.restore'({ repository, backup, name }, { signal }) {
      known(repository);
      if (host.containers.has(name)) fail('container-exists', { name });
      const found = backups.find(({ id }) => id === backup) ?? fail('backup-not-found', { repository, backup });
      const like = host.containers.get(found.container) ?? [...host.containers.values()][0];
      if (like === undefined) return fail('backup-not-found', { repository, backup });
      for (const step of ['check', 'fetch', 'create', 'apply'] as const) {
        yield { step, bytesDone: step === 'fetch' ? found.bytes : 0, bytes: step === 'fetch' ? found.bytes : 0 };
        await pause(500, signal);
      }
      const container = { ...like, name, state: 'stopped' as const, initPid: null, startedAt: null, addresses: [] };
      host.change(container);
      return { container, left: [] };
    },
    'backup.list': async ({ container }) => ({
      backups: backups.filter((one) => container === undefined || one.container === container),
      unusable: [],
    }),
    'backup.key': async ({ repository }) => ({ key: keys.get(known(repository).name) ?? '' }),
  };
}

type FakeBackup = readonly [name: string, repository: string, job: string | null];

function takeFake(host: FakeHost, backups: Backup[], [name, repository, job]: FakeBackup): Backup {
  const container = host.containers.get(name) ?? fail('container-not-found', { name });
  const backup = {
    id: (backups.length + 1).toString(16).padStart(64, '0'),
    repository,
    container: name,
    createdAt: Date.now() / 1000,
    bytes: 48 * 2 ** 20,
    addedBytes: 2 ** 20,
    volumes: container.volumes.flatMap(({ source }) => namedVolumeOfSource(source) ?? []),
    job,
  };
  backups.unshift(backup);
  return backup;
}
