// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { createImageStore, type ImageStore } from './image-store.ts';

const { signal } = new AbortController();

describe('the image store', () => {
  let path: string;
  let logged: unknown[];
  let store: ImageStore;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'bulkhead-images-'));
    logged = [];
    store = createImageStore({ path, log: (_level, event, fields) => logged.push([event, fields?.path]) });
  });
  afterEach(() => rmSync(path, { recursive: true }));

  function put(folder: string, description: unknown, rootfs = true): void {
    mkdirSync(join(path, folder, rootfs ? 'rootfs' : ''), { recursive: true });
    writeFileSync(
      join(path, folder, 'image.json'),
      typeof description === 'string' ? description : JSON.stringify(description),
    );
  }

  const failureOf = (name: string): Promise<unknown> =>
    store.rootOf(name).then(
      () => undefined,
      (error: unknown) => (isFailure(error) ? [error.code, error.data] : error),
    );

  const unknown = { sha256: null, origin: null, hasInit: null, application: null };

  it('lists what it holds, by name, as the lab and an import write it', async () => {
    put('debian-13', {
      name: 'debian-13',
      description: 'Debian 13 with systemd',
      architecture: 'amd64',
      size: 143290368,
      created: '2026-11-24T17:31:52.055Z',
    });
    put('alpine', { name: 'alpine', architecture: 'arm64', digest: 'of a later version' });
    expect(await store.list(signal)).toEqual([
      { name: 'alpine', description: '', architecture: 'arm64', sizeBytes: null, createdAt: null, ...unknown },
      {
        name: 'debian-13',
        description: 'Debian 13 with systemd',
        architecture: 'amd64',
        sizeBytes: 143290368,
        createdAt: 1795541512.055,
        ...unknown,
      },
    ]);
    expect(await store.rootOf('debian-13')).toBe(join(path, 'debian-13', 'rootfs'));
    expect(logged).toEqual([]);
  });

  it('leaves a broken image out and tells the log', async () => {
    put('cut', '{"name": "cu');
    put('other', { name: 'somebody-else', architecture: 'amd64' });
    put('rootless', { name: 'rootless', architecture: 'amd64' }, false);
    put('whole', { name: 'whole', architecture: 'amd64' });
    expect((await store.list(signal)).map(({ name }) => name)).toEqual(['whole']);
    expect(logged).toEqual(['cut', 'other', 'rootless'].map((name) => ['image-broken', join(path, name)]));
    expect(await failureOf('rootless')).toEqual(['image-not-found', { image: 'rootless' }]);
  });

  it('passes over folders that an import has not finished', async () => {
    mkdirSync(join(path, '.unfinished-web', 'rootfs'), { recursive: true });
    mkdirSync(join(path, 'empty'));
    expect([await store.list(signal), logged]).toEqual([[], []]);
  });

  it('is empty when it was never made', async () => {
    rmSync(path, { recursive: true });
    const answer = [await store.list(signal), await failureOf('debian-13')];
    mkdirSync(path);
    expect(answer).toEqual([[], ['image-not-found', { image: 'debian-13' }]]);
  });

  it('knows no image outside of it', async () => {
    put('debian-13', { name: 'debian-13', architecture: 'amd64' });
    expect(await Promise.all(['../x', 'debian-13/../debian-13', '', '.'].map(failureOf))).toEqual(
      ['../x', 'debian-13/../debian-13', '', '.'].map((image) => ['image-not-found', { image }]),
    );
  });
});
