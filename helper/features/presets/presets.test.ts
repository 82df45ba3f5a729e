// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { maxPresets, type NewPreset, presetSchema } from '../../../contract/preset.ts';
import { createPresetsFeature } from './feature.ts';

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bulkhead-presets-'));
});
afterEach(() => rmSync(state, { recursive: true }));

const shop: NewPreset = {
  name: 'shop',
  choices: {
    image: 'debian-13',
    limits: { memoryBytes: 2 ** 30 },
    settings: { description: 'Shop' },
  },
};
/** Gives the handlers of a helper that has just started. */
const handlers = () =>
  createPresetsFeature(state).handlers as unknown as Record<string, (params: object) => Promise<object>>;
const call = async (name: string, params: object = {}): Promise<object> => {
  const handler = handlers()[name];
  if (handler === undefined) throw new Error(`no handler ${name}`);
  return handler(params);
};
const save = (preset: NewPreset): Promise<object> => call('preset.save', presetSchema().parse(preset));

it('are kept over a restart with all choices, but for host name and address', async () => {
  expect(await save(shop)).toEqual({ before: null });
  const { presets } = (await call('preset.list')) as { presets: unknown };
  expect(presets).toEqual([presetSchema().parse(shop)]);
  const own = { ...shop.choices, settings: { hostname: 'shop' } };
  expect(presetSchema().safeParse({ name: 'shop', choices: own }).success).toBe(false);
  expect(statSync(join(state, 'presets.json')).mode & 0o777).toBe(0o600);
});

it('are replaced and removed, and what was there is given', async () => {
  await save(shop);
  await save({ ...shop, name: 'db' });
  expect(await save({ ...shop, choices: { image: 'debian-12' } })).toMatchObject({
    before: { choices: { image: 'debian-13' } },
  });
  expect(await call('preset.remove', { name: 'shop' })).toMatchObject({ before: { choices: { image: 'debian-12' } } });
  await expect(call('preset.remove', { name: 'shop' })).rejects.toMatchObject({ code: 'preset-not-found' });
  expect(await call('preset.list')).toMatchObject({ presets: [{ name: 'db' }] });
});

it('are not more than a list can show', async () => {
  for (let number = 0; number < maxPresets; number += 1) await save({ ...shop, name: `preset-${number}` });
  await expect(save(shop)).rejects.toMatchObject({ code: 'too-many-presets' });
  expect(await save({ ...shop, name: 'preset-0' })).toMatchObject({ before: { name: 'preset-0' } });
});

it('are not written over where the file cannot be understood', async () => {
  writeFileSync(join(state, 'presets.json'), '{"version": 2}');
  await expect(save(shop)).rejects.toThrow();
  expect(readFileSync(join(state, 'presets.json'), 'utf8')).toBe('{"version": 2}');
});
