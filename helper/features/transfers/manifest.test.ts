// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fakeContainer } from '../../../testing/models/container.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { creationOf, manifestOf, readManifest } from './manifest.ts';

const files = { image: { name: 'debian-13', sha256: null }, wasRunning: true, exportedAt: 1_795_532_000 };
const web = fakeContainer({
  confinement: 'learning',
  ports: [{ protocol: 'tcp', port: 80 }],
  tags: ['prod'],
  settings: { ...noSettings, description: 'Shop', autostart: { order: 10, delaySeconds: 0 } },
});
const manifest = manifestOf(web, files);
const text = (change: object = {}): string => JSON.stringify({ ...manifest, ...change });

describe('the manifest of an export', () => {
  it('asks for a container like the one that was exported, which learns nothing', () => {
    expect(creationOf(readManifest(text()), {})).toMatchObject({
      name: 'web',
      image: 'debian-13',
      limits: web.limits,
      network: web.network,
      confinement: 'own',
      ports: web.ports,
      tags: ['prod'],
      settings: web.settings,
      volumes: [],
      start: false,
    });
  });

  it('gives way to what the caller chooses', () => {
    const chosen = { name: 'web-2', image: 'trixie', network: { kind: 'none' } } as const;
    expect(creationOf(readManifest(text()), chosen)).toMatchObject(chosen);
  });

  it('of a version that did not know a limit says that there is none', () => {
    const { ioWeight: _, ...limits } = manifest.limits;
    expect(readManifest(text({ limits })).limits).toEqual({ ...manifest.limits, ioWeight: null });
  });

  it.each([
    ['no text', undefined, /says nothing about its container/],
    ['what is no JSON', '{', /is not valid/],
    ['a name that climbs', text({ name: '../etc' }), /is not valid, in name/],
    ['a field that nobody knows', text({ volumes: [{ source: '/etc', target: '/etc' }] }), /is not valid/],
    [
      'a variable with a line of LXC',
      text({ settings: { ...noSettings, environment: [{ name: 'A', value: 'a\nb' }] } }),
      /is not valid, in settings.environment/,
    ],
    ['a confinement of none', text({ confinement: 'none' }), /is not valid, in confinement/],
    ['a later version', text({ version: 2 }), /by a newer helper/],
  ])('with %s is not used (C2, C4)', (_, given, reason) => {
    expect(() => readManifest(given)).toThrow(reason);
  });

  it('does not bring a name of the isolation drill', () => {
    expect(() => creationOf(readManifest(text({ name: 'drill-attacker-012345' })), {})).toThrow(/cannot have its name/);
  });
});
