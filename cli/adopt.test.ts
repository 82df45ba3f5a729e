// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Failure, fail } from '../contract/errors.ts';
import type { AdoptionPreview } from '../contract/model/containers/adoption.ts';
import { defaultLimits } from '../contract/model/containers/limits.ts';
import { noSettings } from '../contract/model/containers/settings.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const file = '/var/lib/lxc/web/config';
const preview: AdoptionPreview = {
  problems: [],
  weaknesses: ['It has no user namespace: root inside is root of the host.'],
  lines: [
    { file, key: 'lxc.uts.name', value: 'shop', outcome: 'kept', note: 'It has this host name.' },
    { file, key: 'lxc.hook.pre-start', value: '/bin/\u001b[31mx', outcome: 'left-out', note: 'It is a program.' },
    ...['lxc.tty.max', 'lxc.pty.max'].map((key) => ({
      file: '/usr/share/lxc/config/common.conf',
      key,
      value: '4',
      outcome: 'replaced' as const,
      note: 'Bulkhead.',
    })),
  ],
  root: '/var/lib/lxc/web/rootfs',
  image: 'adopted-web',
  limits: defaultLimits,
  network: { kind: 'nat' },
  tags: [],
  settings: { ...noSettings, hostname: 'shop', autostart: { order: 3, delaySeconds: 0 } },
  volumes: [{ source: '/srv/pages', target: '/srv/www', readOnly: true, share: false }],
};

/** A host that says what it was asked. */
function host(asked: unknown[], found = preview): Promise<string> {
  return given({
    ...sampling,
    ...noDenials,
    'container.preview-adoption': async (params) => (asked.push(['preview', params]), found),
    async *'container.adopt'(params) {
      asked.push(['adopt', params]);
      yield { step: 'copy', files: 10, bytes: 2048 };
      yield { step: 'create', files: 10, bytes: 2048 };
      return fakeContainer({ name: params.name, original: { name: params.name, adoptedAt: 1 } });
    },
    'container.restore-original': async (params) =>
      params.name === 'shop'
        ? fail('container-running', { name: 'shop' })
        : (asked.push(params), fakeContainer({ isManaged: false })),
    'container.remove-original': async (params) => (asked.push(params), { left: ['/srv/root'] }),
  });
}

describe('adopt', () => {
  it('keeps the volumes of the preview, and says that the original is kept', async () => {
    const asked: unknown[] = [];
    const { stdout, stderr, exitCode } = await runCommand(['adopt', 'web'], { socketPath: await host(asked) });
    expect([asked, stdout, exitCode]).toEqual([
      [
        ['preview', { name: 'web' }],
        ['adopt', { name: 'web', volumes: ['/srv/www'] }],
      ],
      'adopted web; its original is kept\n',
      0,
    ]);
    expect(stderr).toBe('Copying its files to an image\nCreating the confined container\n');
  });

  it('keeps none with --without-volumes, and gives the container as JSON', async () => {
    const asked: unknown[] = [];
    const { stdout } = await runCommand(['adopt', 'web', '--without-volumes', '--json'], {
      socketPath: await host(asked),
    });
    expect(asked.at(-1)).toEqual(['adopt', { name: 'web', volumes: [] }]);
    expect(linesOf(stdout)).toEqual([
      { step: 'copy', files: 10, bytes: 2048 },
      { step: 'create', files: 10, bytes: 2048 },
      { done: expect.objectContaining({ name: 'web', original: 'web' }) as object },
    ]);
  });

  it('says with --dry-run what becomes of each line, and changes nothing', async () => {
    const asked: unknown[] = [];
    const { stdout } = await runCommand(['adopt', 'web', '--dry-run'], { socketPath: await host(asked) });
    expect(asked).toEqual([['preview', { name: 'web' }]]);
    expect(stdout).toContain('what weakens it today:\n  It has no user namespace');
    expect(stdout).toMatch(/kept +lxc.uts.name = shop +It has this host name\.\n/);
    expect(stdout).toContain('lxc.hook.pre-start = /bin/\\x1b[31mx');
    expect(stdout).toContain("2 lines of LXC's own files are replaced");
    expect(stdout).toContain('it gets:\n  image adopted-web\n  network nat\n  memory 512 MiB\n');
    expect(stdout).toContain('  /srv/pages at /srv/www, read-only\n');
    expect(stdout).not.toContain('lxc.tty.max');
    const json = await runCommand(['adopt', 'web', '--dry-run', '--json'], { socketPath: await host([]) });
    expect(linesOf(json.stdout)).toEqual([
      expect.objectContaining({
        problems: [],
        image: 'adopted-web',
        hostname: 'shop',
        autostart: { order: 3, delay: 0 },
        lines: preview.lines,
      }),
    ]);
  });

  it('says why a container cannot be adopted', async () => {
    const socketPath = await given({
      'container.preview-adoption': async () => ({ ...preview, problems: ['it runs; stop it first'] }),
      async *'container.adopt'({ name }) {
        throw new Failure('container-not-adoptable', { name, reason: 'it runs; stop it first' });
      },
    });
    const { stderr, exitCode } = await runCommand(['adopt', 'web'], { socketPath });
    expect([stderr, exitCode]).toEqual(['bulkheadctl: cannot adopt the container web: it runs; stop it first\n', 1]);
  });

  it('restores the original, by force also of one that runs', async () => {
    const asked: unknown[] = [];
    const socketPath = await host(asked);
    const done = await runCommand(['adopt', 'web', '--restore-original', '--force'], { socketPath });
    expect([asked, done.stdout]).toEqual([
      [{ name: 'web', force: true }],
      'restored web as it was before it was adopted\n',
    ]);
    expect((await runCommand(['adopt', 'shop', '--restore-original'], { socketPath })).exitCode).toBe(1);
  });

  it('removes the original, and names what stays', async () => {
    const { stdout, stderr } = await runCommand(['adopt', 'web', '--remove-original'], { socketPath: await host([]) });
    expect([stdout, stderr]).toEqual([
      'removed the original of web\n',
      'its files in /srv/root stay; remove them by hand when nothing needs them\n',
    ]);
  });

  it.each([
    [['--dry-run', '--restore-original'], /exclude one another/],
    [['--force'], /belongs to --restore-original/],
    [['--dry-run', '--without-volumes'], /belongs to an adoption/],
  ])('does nothing with %j', async (options, problem) => {
    const asked: unknown[] = [];
    const { stderr, exitCode } = await runCommand(['adopt', 'web', ...options], { socketPath: await host(asked) });
    expect([asked, exitCode, problem.test(stderr)]).toEqual([[], 2, true]);
  });
});
