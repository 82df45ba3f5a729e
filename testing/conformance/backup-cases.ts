// SPDX-License-Identifier: Apache-2.0
/** Tests where backups are kept. */

import { describe, expect, it } from 'vitest';
import { readResult } from '../../rpc/read-result.ts';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

export function describeBackups(subject: () => ConformanceSubject): void {
  describe('a repository', () => {
    it('is not found before it is added', async () => {
      const { client, newName } = subject();
      const repository = newName();
      expect(await codeOf(client.request('backup.key', { repository }))).toBe('repository-not-found');
      expect(await codeOf(client.request('backup.remove', { repository }))).toBe('repository-not-found');
      const { repositories } = await client.request('backup.repositories', {});
      expect(repositories.map(({ name }) => name)).not.toContain(repository);
    });

    it('that is not there takes no backup, and has none', async () => {
      const { client, newName } = subject();
      const [name, repository] = [newName(), newName()];
      const run = readResult(client.stream('backup.run', { name, repository }));
      expect(await codeOf(run)).toBe('repository-not-found');
      const restore = client.stream('backup.restore', { name, repository, backup: '0'.repeat(64) });
      expect(await codeOf(readResult(restore))).toBe('repository-not-found');
      expect(await client.request('backup.list', { container: name })).toMatchObject({ backups: [] });
      const check = readResult(client.stream('backup.check', { repository }));
      expect(await codeOf(check)).toBe('repository-not-found');
    });

    it("that is not there is no job's, and a job that is not there neither runs nor is removed", async () => {
      const { client, newName } = subject();
      const [job, repository] = [newName(), newName()];
      const keep = { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0 };
      const plan = {
        repository,
        containers: { kind: 'all' as const },
        times: { every: 'hours' as const, hours: 6 },
        keep,
      };
      expect(await codeOf(client.request('backup.save-job', { job, plan }))).toBe('repository-not-found');
      expect(await codeOf(readResult(client.stream('backup.run-job', { job })))).toBe('backup-job-not-found');
      expect(await codeOf(client.request('backup.remove-job', { job }))).toBe('backup-job-not-found');
      const { jobs } = await client.request('backup.jobs', {});
      expect(jobs.map(({ name }) => name)).not.toContain(job);
    });

    it('is in no folder of the system', async () => {
      const { client, newName } = subject();
      const added = client.request('backup.add', { repository: newName(), folder: '/etc/backups' });
      await expect(added).rejects.toMatchObject({
        code: 'repository-unusable',
        data: { reason: 'it lies below /etc, which belongs to the system' },
      });
    });
  });
}
