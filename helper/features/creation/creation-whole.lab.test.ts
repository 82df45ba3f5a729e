// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { isThorough } from '../../../lab/thorough.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const base = `/srv/whole-${suffix}`;
const [pages, data] = [`${base}/pages`, `${base}/data`] as const;

let helper: LabClient;

beforeAll(async () => {
  await lab.mustRun(`mkdir -p ${pages} ${data}/sub ${base}/set-id && echo hello > ${pages}/index && echo kept > ${data}/sub/file
chcon -t public_content_t ${data}/sub/file
cp /bin/true ${base}/set-id/program && chmod u+s ${base}/set-id/program
ln -s ${pages} ${base}/link`);
  helper = await openLabClient(lab);
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(['rm', '-rf', base]);
});

/** Whole paths with their labels and what is kept beside them, and the mounts: what must be as it was. */
const listing = (): Promise<string> =>
  lab.mustRun(
    `find ${base} -printf '%p %Z %m %U\\n' | sort; getfattr -R -h -d -m trusted.bulkhead ${base} ` +
      `2>/dev/null; grep -F ${base} /proc/mounts; true`,
  );

describe('a creation with volumes', () => {
  it('is one operation: the container starts with its volumes, and learns from then on (window 6)', async () => {
    const name = `whole-${suffix}`;
    helper.adopt(name);
    const began = Date.now() / 1000;
    const stream = (await helper.client()).stream('container.create', {
      name,
      image: 'debian-13',
      start: true,
      confinement: 'learning',
      learnSeconds: 600,
      ports: [{ protocol: 'tcp', port: 8080 }],
      volumes: [
        { source: pages, target: '/var/www', readOnly: true },
        { source: data, target: '/data' },
      ],
    });
    const steps: string[] = [];
    for await (const { step } of stream) if (steps.at(-1) !== step) steps.push(step);
    const made = await stream.result;
    expect(steps).toEqual([
      'check',
      'reserve',
      'policy',
      'prepare-image',
      'mount',
      'configure',
      'volumes',
      'start',
      'verify',
    ]);
    expect(made).toMatchObject({
      state: 'running',
      confinement: 'learning',
      confinementMode: 'permissive',
      volumes: [
        { source: pages, target: '/var/www', readOnly: true, category: null },
        { source: data, target: '/data' },
      ],
    });
    expect(made.learningUntil).toBeGreaterThan(began + 600);
    expect(
      await helper.exec(
        name,
        'sh',
        '-c',
        'cat /var/www/index; echo more >> /data/sub/file && cat /data/sub/file; echo x > /var/www/index',
      ),
    ).toMatchObject({ output: expect.stringMatching(/^hello\nkept\nmore\n.*Read-only/s) as string });
    await (await helper.client()).request('container.remove', { name, force: true });
    expect(await tracesOf(lab, name)).toBe(noTraces);
  });

  it.each([
    ['is not there', [{ source: `${base}/missing`, target: '/data' }], 'volume-not-allowed'],
    ['is a link', [{ source: `${base}/link`, target: '/data' }], 'volume-not-allowed'],
    ['belongs to the system', [{ source: '/etc', target: '/data' }], 'volume-not-allowed'],
    [
      'lies in another one',
      [
        { source: base, target: '/a' },
        { source: data, target: '/b' },
      ],
      'volume-not-allowed',
    ],
    [
      'is seen where another one is',
      [
        { source: pages, target: '/a' },
        { source: data, target: '/a/b' },
      ],
      'volume-not-allowed',
    ],
  ] as const)(
    'one of whose folders %s fails in the first step, and nothing was made (window 6)',
    async (_, volumes, code) => {
      const name = `early-${suffix}`;
      helper.adopt(name);
      const before = await listing();
      const stream = (await helper.client()).stream('container.create', {
        name,
        image: 'debian-13',
        start: true,
        volumes: volumes.map((volume) => ({ ...volume })),
      });
      const steps = new Set<string>();
      const outcome = await codeOf(
        (async () => {
          for await (const { step } of stream) steps.add(step);
          await stream.result;
        })(),
      );
      expect({ outcome, steps: [...steps], traces: await tracesOf(lab, name), listing: await listing() }).toEqual({
        outcome: code,
        steps: ['check'],
        traces: noTraces,
        listing: before,
      });
    },
  );

  it.runIf(isThorough)(
    'that fails at its second folder gives the first its labels back, and leaves nothing (window 6)',
    async () => {
      const name = `late-${suffix}`;
      helper.adopt(name);
      const before = await listing();
      const failed = helper.create({
        name,
        image: 'debian-13',
        start: true,
        confinement: 'own',
        volumes: [
          { source: data, target: '/data' },
          { source: `${base}/set-id`, target: '/tools' },
        ],
      });
      await expect(failed).rejects.toMatchObject({
        code: 'volume-not-allowed',
        message: expect.stringContaining('set-id') as string,
      });
      expect({ traces: await tracesOf(lab, name), listing: await listing() }).toEqual({
        traces: noTraces,
        listing: before,
      });
      // The name is free: the same choices without the fault work.
      expect(
        await codeOf(helper.create({ name, image: 'debian-13', volumes: [{ source: data, target: '/data' }] })),
      ).toBe('done');
    },
  );

  it('checks a folder while it is typed, and changes nothing (window 6)', async () => {
    const client = await helper.client();
    const before = await listing();
    const problemOf = async (source: string): Promise<string | null> =>
      (await client.request('volume.check', { source })).problem;
    expect(await problemOf(pages)).toBeNull();
    expect(await problemOf(`${base}/missing`)).toMatch(/no such folder/);
    expect(await problemOf(`${base}/link`)).toMatch(/symbolic link/);
    expect(await listing()).toBe(before);
  });
});
