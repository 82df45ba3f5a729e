// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/content-security-policy.ts';
import { oldestCockpit } from '../../packaging/packages.ts';
import { hasCockpitBridge } from '../../testing/cockpit-bridge.ts';
import { cockpitManifest } from './cockpit-manifest.ts';

const directivesOf = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split('; ').map((text) => [text.split(' ')[0] ?? '', text.split(' ').slice(1).join(' ')]));

it('has the policy of the window, but for its own Cockpit, to which it connects and which frames it (G8)', () => {
  expect(directivesOf(cockpitManifest['content-security-policy'])).toEqual({
    ...directivesOf(contentSecurityPolicy),
    'connect-src': "'self'",
    'frame-ancestors': "'self'",
  });
});

describe.skipIf(!hasCockpitBridge())("Cockpit's own reader of manifests", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bulkhead-manifest-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function offered(manifest: object): string {
    mkdirSync(join(folder, 'cockpit/bulkhead'), { recursive: true });
    writeFileSync(join(folder, 'cockpit/bulkhead/manifest.json'), JSON.stringify(manifest));
    const { stdout } = spawnSync('cockpit-bridge', ['--packages'], {
      env: { PATH: process.env['PATH'], XDG_DATA_DIRS: folder, HOME: folder },
      encoding: 'utf8',
    });
    return stdout;
  }

  it('offers the page in the menu, and not where Cockpit is older than the oldest that is named', () => {
    expect(cockpitManifest.requires.cockpit).toBe(oldestCockpit);
    expect(offered(cockpitManifest)).toContain('bulkhead');
    expect(offered({ ...cockpitManifest, requires: { cockpit: '9999' } })).not.toContain('bulkhead');
  });
});
