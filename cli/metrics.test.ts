// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Metrics } from '../contract/model/metrics/metrics.ts';
import { fakeDisk } from '../testing/models/host.ts';
import { fakeSample } from '../testing/models/sample.ts';
import { given } from '../testing/given-host.ts';
import { runCommand } from './fixtures/run-command.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';
import { systemdSocket } from './metrics/systemd-socket.ts';

/** Names promtool, which its package or the environment brings. */
const promtool = process.env['BULKHEAD_TEST_PROMTOOL'] ?? '/usr/bin/promtool';

const metrics: Metrics = {
  version: '0.1.0',
  startedAt: 1,
  sample: fakeSample(1, ['web']),
  disk: fakeDisk,
  containers: [],
  denials: { byContainer: [{ name: 'web', blocked: 3, logged: 0 }], causes: 1, lost: 0 },
  alerts: { warning: 0, critical: 0 },
};

describe('metrics', () => {
  it('prints OpenMetrics, the older text, or JSON', async () => {
    const socketPath = await given({ 'metrics.read': async () => metrics });
    const [open, old, json] = await Promise.all(
      [['metrics'], ['metrics', '--prometheus'], ['metrics', '--json']].map(
        async (words) => (await runCommand(words, { socketPath })).stdout,
      ),
    );
    expect(open).toMatch(/bulkhead_denials_total\{container="web",outcome="blocked"\} 3\n[^]*# EOF\n$/);
    expect(old).toContain('# TYPE bulkhead_denials_total counter');
    expect(JSON.parse(json ?? '')).toEqual(metrics);
  });

  it.skipIf(!existsSync(promtool))('prints what promtool has nothing to say against', async () => {
    const all: Metrics = {
      ...metrics,
      containers: [
        { name: 'web', isRunning: true, isEnforced: true, isolation: 'isolated' },
        { name: 'db', isRunning: false, isEnforced: false, isolation: 'not-running' },
      ],
    };
    const socketPath = await given({ 'metrics.read': async () => all });
    const { stdout } = await runCommand(['metrics', '--prometheus'], { socketPath });
    expect(spawnSync(promtool, ['check', 'metrics'], { input: stdout, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
    // It has something to say against others.
    expect(spawnSync(promtool, ['check', 'metrics'], { input: '# TYPE a_b counter\na_b 1\n' }).status).not.toBe(0);
  });

  it('serves at one place only', async () => {
    const socketPath = await given({ 'metrics.read': async () => metrics });
    for (const words of [
      ['--listen', '/tmp/x', '--port', '9464'],
      ['--systemd', '--port', '9464'],
    ])
      expect((await runCommand(['metrics', ...words], { socketPath })).exitCode).toBe(2);
  });

  it('serves for systemd only where systemd started it', async () => {
    const socketPath = await given({ 'metrics.read': async () => metrics });
    expect(await runCommand(['metrics', '--systemd'], { socketPath })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--systemd is for bulkhead-metrics.service') as string,
    });
    expect(systemdSocket({ LISTEN_FDS: '1', LISTEN_PID: '70' }, 70)).toBe(3);
    expect(systemdSocket({ LISTEN_FDS: '1', LISTEN_PID: '71' }, 70)).toBeUndefined();
    expect(systemdSocket({ LISTEN_FDS: '2', LISTEN_PID: '70' }, 70)).toBeUndefined();
    expect(systemdSocket({}, 70)).toBeUndefined();
  });
});

describe('the endpoint of metrics', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-metrics-'));
    path = join(folder, 'metrics.sock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function ask(place: string, options: { readonly method?: string; readonly accept?: string } = {}) {
    const { method = 'GET', accept } = options;
    return new Promise<readonly [status: number | undefined, type: string | undefined, text: string]>(
      (resolve, reject) => {
        const asked = request({
          socketPath: path,
          path: place,
          method,
          headers: accept === undefined ? {} : { accept },
        });
        asked.on('error', reject);
        asked.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => (text += part));
          response.on('end', () => resolve([response.statusCode, response.headers['content-type'], text]));
        });
        asked.end();
      },
    );
  }

  /** Serves while the work runs. */
  async function serving(read: () => Promise<Metrics>, work: () => Promise<void>): Promise<void> {
    const abort = new AbortController();
    const never = new Promise<undefined>(() => undefined);
    let failure: unknown;
    await serveMetrics(
      { path },
      {
        read,
        signal: abort.signal,
        ended: never,
        onListening: () => {
          void work()
            .catch((error: unknown) => (failure = error))
            .finally(() => abort.abort());
        },
      },
    );
    if (failure !== undefined) throw failure as Error;
  }

  it('is for owner and group, answers in the wanted format, and nothing else, and is gone at the end', async () => {
    await serving(
      async () => metrics,
      async () => {
        expect(statSync(path).mode & 0o777).toBe(0o660);
        expect((await ask('/metrics'))[1]).toBe('text/plain; version=0.0.4; charset=utf-8');
        const [status, type, text] = await ask('/metrics', { accept: 'application/openmetrics-text;version=1.0.0' });
        expect([status, type?.split(';')[0], text.endsWith('# EOF\n')]).toEqual([
          200,
          'application/openmetrics-text',
          true,
        ]);
        expect([(await ask('/'))[0], (await ask('/metrics', { method: 'POST' }))[0]]).toEqual([404, 405]);
      },
    );
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('says why it has none', async () => {
    const read = () => Promise.reject(new Error('cannot do this: you are not authorised for view-host'));
    await serving(read, async () => {
      const [status, , text] = await ask('/metrics');
      expect([status, text]).toEqual([503, 'cannot do this: you are not authorised for view-host\n']);
    });
  });

  it('does not take the place of a file that is no socket', async () => {
    writeFileSync(path, 'kept');
    await expect(
      serving(
        async () => metrics,
        async () => undefined,
      ),
    ).rejects.toThrow('EADDRINUSE');
    expect(readFileSync(path, 'utf8')).toBe('kept');
  });

  it('fails when the connection to the helper ends', async () => {
    const served = serveMetrics(
      { path },
      {
        read: async () => metrics,
        signal: new AbortController().signal,
        ended: Promise.resolve('the helper stopped'),
        onListening: () => undefined,
      },
    );
    await expect(served).rejects.toThrow('the helper stopped');
  });
});
