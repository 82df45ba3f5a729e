// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endCgroups } from './end-cgroups.ts';

test("nothing happens when the container has no cgroups, and another's stay", async () => {
  const root = mkdtempSync(join(tmpdir(), 'cgroups-'));
  try {
    mkdirSync(join(root, 'lxc.payload.web2'));
    await endCgroups(root, 'web');
    expect(existsSync(join(root, 'lxc.payload.web2'))).toBe(true);
  } finally {
    rmSync(root, { recursive: true });
  }
});
