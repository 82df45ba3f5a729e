// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changedSettings } from '../../../contract/model/containers/settings-change.ts';
import { noSettings, type Settings } from '../../../contract/model/containers/settings.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { createSettingDriver as givenCreateSettingDriver, settingPlan } from './setting-driver.ts';
import { driverInEnglish } from './fixtures/in-english.ts';

const createSettingDriver = (...args: Parameters<typeof givenCreateSettingDriver>) =>
  driverInEnglish(givenCreateSettingDriver(...args));

const was: Settings = { ...noSettings, description: 'old', environment: [{ name: 'A', value: '1' }] };
const is: Settings = { ...noSettings, description: 'new', environment: [{ name: 'B', value: '2' }] };
const plan = settingPlan('web', was, is);

/** A host with at most one container, of which only the settings matter. */
function hostWith(
  given: Settings | undefined,
): Pick<Containers, 'list' | 'changeSettings'> & { readonly settings: () => Settings | undefined } {
  let now = given;
  return {
    settings: () => now,
    list: async () => (now === undefined ? [] : [fakeContainer({ settings: now })]),
    async changeSettings(_name, change) {
      const before = now ?? noSettings;
      now = changedSettings(before, change);
      return { before, container: fakeContainer({ settings: now }), applied: [] };
    },
  };
}

describe('a change of settings', () => {
  it('is undone exactly, and leaves alone what others changed since', async () => {
    const hostname = 'later.example.org';
    const host = hostWith({ ...is, hostname });
    const driver = createSettingDriver(host);
    expect(await driver.readState(plan)).toEqual({ state: 'after' });
    await driver.revert(plan);
    expect(host.settings()).toEqual({ ...was, hostname });
    expect(await driver.readState(plan)).toEqual({ state: 'before' });
  });

  it('is not undone over what somebody changed since, and says what is there', async () => {
    expect(await createSettingDriver(hostWith({ ...is, description: 'third' })).readState(plan)).toEqual({
      state: 'other',
      words: 'its settings were changed since: description third',
    });
  });

  it('is none when nothing differs, and cannot be undone on a container that is gone', async () => {
    expect(settingPlan('web', was, { ...was })).toBeUndefined();
    const driver = createSettingDriver(hostWith(undefined));
    expect(await driver.readState(plan)).toEqual({ state: 'other', words: 'the container web is gone' });
    await expect(driver.revert(plan)).rejects.toMatchObject({ code: 'container-not-found' });
  });
});
