// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Backup, Repository } from '../contract/model/host/backup.ts';
import type { BackupJob } from '../contract/model/host/backup-job.ts';
import type { Params, Result } from '../contract/operations/index.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { given } from '../testing/given-host.ts';
import { runCommand } from './fixtures/run-command.ts';

const disk: Repository = {
  name: 'disk',
  folder: '/mnt/disk/backups',
  addedAt: 1_795_532_000,
  id: 'ab'.repeat(32),
  checked: null,
};
const key = 'k'.repeat(43);

async function givenRepositories(repositories: readonly Repository[] = [disk]) {
  const asked: (Params<'backup.add'> | Params<'backup.remove'>)[] = [];
  const socketPath = await given({
    'backup.repositories': async () => ({ repositories: [...repositories] }),
    'backup.add': async (params) => {
      asked.push(params);
      return { repository: disk, key: params.key === undefined ? key : null };
    },
    'backup.remove': async (params) => {
      asked.push(params);
      return {};
    },
    'backup.key': async () => ({ key }),
  });
  const run = (words: string, stdin?: PassThrough) =>
    runCommand(['backup', ...words.split(' ')], { socketPath, ...(stdin !== undefined && { stdin }) });
  return { asked, run };
}

describe('backup repositories', () => {
  it('lists them, and says how to make the first', async () => {
    const { run } = await givenRepositories();
    const { stdout } = await run('repositories');
    expect(stdout).toContain('/mnt/disk/backups');
    expect(JSON.parse((await run('repositories --json')).stdout)).toEqual({
      name: 'disk',
      folder: '/mnt/disk/backups',
      added_at: 1_795_532_000,
      id: disk.id,
      check: null,
    });
    const { run: runEmpty } = await givenRepositories([]);
    expect((await runEmpty('repositories')).stderr).toContain('there are no repositories');
  });
});

describe('backup add', () => {
  it('makes one and prints its key, and opens one by a key that no other user of the machine sees', async () => {
    const { asked, run } = await givenRepositories();
    expect((await run('add disk /mnt/disk/backups')).stdout).toContain(key);
    const opened = await run('add disk /mnt/disk/backups --key-from -', new PassThrough().end(`${key}\n`));
    expect(opened).toEqual({ exitCode: 0, stdout: 'opened the repository disk\n', stderr: '' });
    expect(asked).toEqual([
      { repository: 'disk', folder: '/mnt/disk/backups' },
      { repository: 'disk', folder: '/mnt/disk/backups', key },
    ]);
  });

  it('asks for no folder that has no whole path, and by no key that is none', async () => {
    const { asked, run } = await givenRepositories();
    expect((await run('add disk backups')).stderr).toContain('whole path');
    expect((await run('add disk /srv/b --key-from -', new PassThrough().end('short\n'))).stderr).toContain(
      'must be 8 to 256 characters',
    );
    expect(asked).toEqual([]);
  });
});

describe('backup remove', () => {
  it('asks first, and removes with --yes', async () => {
    const { asked, run } = await givenRepositories();
    expect((await run('remove disk')).exitCode).not.toBe(0);
    expect(asked).toEqual([]);
    expect((await run('remove disk --yes')).stdout).toBe('removed the repository disk\n');
    expect(asked).toEqual([{ repository: 'disk' }]);
  });
});

describe('backup key', () => {
  it('prints nothing but the key', async () => {
    const { run } = await givenRepositories();
    expect((await run('key disk')).stdout).toBe(`${key}\n`);
  });
});

const backup: Backup = {
  id: 'c4'.repeat(32),
  repository: 'disk',
  container: 'web',
  createdAt: 1_795_532_000,
  bytes: 3 * 2 ** 20,
  addedBytes: 2 ** 20,
  volumes: ['data'],
  job: null,
};

async function givenBackups(repositories: readonly Repository[]) {
  const asked: Params<'backup.run'>[] = [];
  const socketPath = await given({
    'backup.repositories': async () => ({ repositories: [...repositories] }),
    async *'backup.run'(params) {
      asked.push(params);
      yield { step: 'copy', bytesDone: 0, bytes: 0 };
      yield { step: 'store', bytesDone: 2 ** 20, bytes: 3 * 2 ** 20 };
      return backup;
    },
    'backup.list': async () => ({
      backups: [backup],
      unusable: [{ repository: 'away', reason: 'there is no repository in its folder' }],
    }),
  });
  return { asked, run: (words: string) => runCommand(['backup', ...words.split(' ')], { socketPath }) };
}

describe('backup run', () => {
  it('goes to the only repository, with each step once where no terminal is', async () => {
    const { asked, run } = await givenBackups([disk]);
    const { stdout, stderr } = await run('run web');
    expect(asked).toEqual([{ name: 'web', repository: 'disk' }]);
    expect(stdout).toBe('backed up web to disk: 3 MiB, of which 1 MiB are new\n');
    expect(stderr).toContain('copying the files\n');
    expect(stderr).toContain('storing: 1 MiB of 3 MiB\n');
  });

  it('wants a choice among several, and one to be there', async () => {
    const { asked, run } = await givenBackups([disk, { ...disk, name: 'other' }]);
    expect((await run('run web')).stderr).toContain('choose one by --repository');
    await run('run web --repository other');
    expect(asked).toEqual([{ name: 'web', repository: 'other' }]);
    const { run: runWithout } = await givenBackups([]);
    expect((await runWithout('run web')).stderr).toContain('there is no repository');
  });
});

describe('backup list', () => {
  it('has a row for each backup, and names what cannot be read', async () => {
    const { run } = await givenBackups([disk]);
    const { stdout, stderr } = await run('list');
    expect(stdout).toMatch(/^c4c4c4c4 +web .* 3 MiB +1 MiB +data +- +disk$/m);
    expect(stderr).toContain('cannot read the repository away: there is no repository in its folder');
    expect(JSON.parse((await run('list --json')).stdout)).toMatchObject({ id: backup.id, added_bytes: 2 ** 20 });
  });
});

describe('backup restore', () => {
  it('finds a backup by the beginning of its id, and says what could not be restored', async () => {
    const asked: Params<'backup.restore'>[] = [];
    const socketPath = await given({
      'backup.list': async () => ({ backups: [backup, { ...backup, id: `c4${'0'.repeat(62)}` }], unusable: [] }),
      async *'backup.restore'(params) {
        asked.push(params);
        yield { step: 'fetch', bytesDone: 0, bytes: 3 * 2 ** 20 };
        return { container: fakeContainer({ name: params.name }), left: ['the published port 8080: it is taken'] };
      },
    });
    const run = (words: string) => runCommand(['backup', 'restore', ...words.split(' ')], { socketPath });
    const { exitCode, stdout, stderr } = await run('c4c4c4c4 web-2 --image debian-13');
    expect(asked).toEqual([{ repository: 'disk', backup: backup.id, name: 'web-2', image: 'debian-13' }]);
    expect([exitCode, stdout]).toEqual([1, 'restored web-2\n']);
    expect(stderr).toContain('not restored: the published port 8080: it is taken');
    expect((await run('ffffffff web-2')).stderr).toContain('there is no backup ffffffff');
    expect((await run('c4 web-2')).stderr).toContain('8 to 64 digits');
  });
});

describe('backup check', () => {
  it.each([
    [true, 0, 'disk is good; 10 % of what is stored was read'],
    [false, 1, 'disk is damaged'],
  ])('says whether the repository is good: %s', async (isGood, exitCode, words) => {
    const asked: unknown[] = [];
    const socketPath = await given({
      async *'backup.check'(params) {
        asked.push(params);
        yield { step: 'check' };
        return { at: 1_795_532_000, isGood, readPercent: params.readPercent };
      },
    });
    const result = await runCommand(['backup', 'check', 'disk', '--read', '10'], { socketPath });
    expect([result.exitCode, asked]).toEqual([exitCode, [{ repository: 'disk', readPercent: 10 }]]);
    expect(result.stdout).toContain(words);
  });
});

const job: BackupJob = {
  name: 'nightly',
  repository: 'disk',
  containers: { kind: 'tags', tags: ['shop'] },
  times: { every: 'week', on: 'saturday', at: '23:30' },
  keep: { last: 0, hourly: 0, daily: 7, weekly: 4, monthly: 0 },
  nextAt: 1_795_532_000,
  last: { at: 1_795_531_000, done: ['web'], failed: [], removed: 1, problem: null },
  uid: 0,
  user: 'root',
};

async function givenJobs(failed: Result<'backup.run-job'>['failed'] = []) {
  const asked: unknown[] = [];
  const socketPath = await given({
    'backup.repositories': async () => ({ repositories: [disk] }),
    'backup.jobs': async () => ({ jobs: [job] }),
    'backup.save-job': async (params) => {
      asked.push(params);
      return { job };
    },
    'backup.remove-job': async (params) => {
      asked.push(params);
      return {};
    },
    async *'backup.run-job'() {
      yield { step: 'store', container: 'web', done: 0, of: 2, bytesDone: 2 ** 20, bytes: 2 ** 21 };
      return { at: 1_795_532_000, done: ['web'], failed: [...failed], removed: 1, problem: null };
    },
  });
  return { asked, run: (words: string) => runCommand(['backup', ...words.split(' ')], { socketPath }) };
}

describe('backup jobs', () => {
  it('lists when which containers are backed up, and which backups are kept', async () => {
    const { run } = await givenJobs();
    const { stdout } = await run('jobs');
    expect(stdout).toMatch(/nightly +tagged shop +every week on Saturday at 23:30 +7 daily, 4 weekly .*, done +disk/);
    expect(JSON.parse((await run('jobs --json')).stdout)).toMatchObject({ name: 'nightly', next: 1_795_532_000 });
  });

  it('are saved with what is usual where nothing else is chosen', async () => {
    const { asked, run } = await givenJobs();
    expect((await run('save-job nightly --all')).stdout).toContain('saved the job nightly');
    await run('save-job shop --tag shop --tag wiki --every 6h --keep last=4,daily=14 --repository other');
    expect(asked).toEqual([
      {
        job: 'nightly',
        plan: {
          repository: 'disk',
          containers: { kind: 'all' },
          times: { every: 'day', at: '03:00' },
          keep: { last: 0, hourly: 0, daily: 7, weekly: 4, monthly: 6 },
        },
      },
      {
        job: 'shop',
        plan: {
          repository: 'other',
          containers: { kind: 'tags', tags: ['shop', 'wiki'] },
          times: { every: 'hours', hours: 6 },
          keep: { last: 4, hourly: 0, daily: 14, weekly: 0, monthly: 0 },
        },
      },
    ]);
  });

  it.each([
    ['save-job nightly', 'give one of --all, --tag and --container'],
    ['save-job nightly --all --container web', 'give one of --all, --tag and --container'],
    ['save-job nightly --all --keep yearly=1', 'Write counts such as daily=7'],
    ['save-job nightly --all --keep last=0', 'must keep at least one backup'],
  ])('are not saved by %s', async (words, problem) => {
    const { asked, run } = await givenJobs();
    const { exitCode, stderr } = await run(words);
    expect([exitCode, asked]).toEqual([2, []]);
    expect(stderr).toContain(problem);
  });

  it('run now, and say what failed by the exit code, too', async () => {
    const { run } = await givenJobs();
    const good = await run('run-job nightly');
    expect([good.exitCode, good.stdout]).toEqual([0, 'backed up 1 of 1; removed 1 older backups\n']);
    expect(good.stderr).toContain('web, 1 of 2: storing: 1 MiB of 2 MiB');
    const bad = await (await givenJobs([{ container: 'db', reason: 'cannot' }])).run('run-job nightly');
    expect([bad.exitCode, bad.stdout]).toEqual([1, 'backed up 1 of 2; removed 1 older backups\n']);
    expect(bad.stderr).toContain('db: cannot');
  });

  it('are removed, and leave their backups', async () => {
    const { asked, run } = await givenJobs();
    expect((await run('remove-job nightly')).stdout).toContain('its backups stay');
    expect(asked).toEqual([{ job: 'nightly' }]);
  });
});
