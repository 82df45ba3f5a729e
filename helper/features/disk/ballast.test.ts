// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { containerPlaces } from '../../lxc/places.ts';
import { dropBallast, takeBallast } from './ballast.ts';

it('is taken once, given as a whole, and may be missing', () => {
  const state = mkdtempSync(join(tmpdir(), 'bulkhead-ballast-'));
  try {
    const own = containerPlaces({ lxc: '/var/lib/lxc', state }, 'web');
    const path = join(own.layerMount, 'ballast');
    mkdirSync(own.layerMount, { recursive: true });
    dropBallast(own);
    takeBallast(own);
    takeBallast(own);
    expect(statSync(path).size).toBe(128 * 1024);
    dropBallast(own);
    expect(existsSync(path)).toBe(false);
  } finally {
    rmSync(state, { recursive: true });
  }
});
