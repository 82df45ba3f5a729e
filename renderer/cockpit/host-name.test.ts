// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasCockpitBridge, type RunningCockpit, startCockpitBridge } from '../../testing/cockpit-bridge.ts';
import { readHostName } from './host-name.ts';

describe.skipIf(!hasCockpitBridge())("by Cockpit's real bridge", () => {
  let running: RunningCockpit;
  beforeEach(async () => (running = await startCockpitBridge()));
  afterEach(() => running.close());

  it('is what the kernel says', async () => {
    expect(await readHostName(running.cockpit)).toBe(hostname());
  });
});
