// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import { shellCapabilities } from '../../../contract/bridge.ts';
import { noteShell } from '../../lib/shell.ts';
import { listKeyGroups } from './key-groups.ts';
import { listPlaces } from './key-map.ts';

afterEach(() => noteShell({ capabilities: shellCapabilities }));

it('gives each place keys of its own', () => {
  const keys = listPlaces().map((place) => place.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('g l');
});

it('leaves out the page of all hosts where no host can be added, and its keys', () => {
  noteShell({ capabilities: [] });
  expect(listPlaces().map(({ route }) => route.page)).not.toContain('hosts');
  expect(listKeyGroups()[0]?.keys.map(([keys]) => keys)).not.toContain('g l');
});
