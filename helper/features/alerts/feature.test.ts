// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createEvents, type Events } from '../events.ts';
import { type AlertsFeature, type AlertsFeatureOptions, createAlertsFeature } from './feature.ts';

let folder: string;
let database: Connection;
let events: Events;
let feature: AlertsFeature;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-alerts-feature-'));
  database = openDatabase(join(folder, 'test.db'), 'crash');
  events = createEvents();
  // It does not begin to watch: what it would watch is not there.
  const options = { database, events, log: () => undefined, hostname: () => 'host', now: () => 1_000_000 };
  feature = createAlertsFeature(options as unknown as AlertsFeatureOptions);
});
afterEach(() => {
  feature.close();
  database.close();
  rmSync(folder, { recursive: true });
});

it('a rule goes with the name of its container', async () => {
  const choice = { ...usualAlertChoice('container-memory'), containers: ['web'] };
  await feature.handlers['alert.set-rule']({ choice }, undefined as never);
  events.emit('renamed', { name: 'web', to: 'shop' });
  const named = feature.state().rules.flatMap(({ containers }) => containers);
  expect(named).toEqual(['shop']);
});
