// SPDX-License-Identifier: Apache-2.0
/** Changes limits, settings and tags of the containers of the fake host. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type LimitKey, limitKeys } from '../../../../contract/model/containers/limits.ts';
import { changedSettings, differenceOfSettings } from '../../../../contract/model/containers/settings-change.ts';
import { maxVariables, settingApplies, settingKeys } from '../../../../contract/model/containers/settings.ts';
import { changedTags, maxTags } from '../../../../contract/model/containers/tag.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { checkFakeAddress } from '../networks/fake-addresses.ts';
import { pause } from '../pause.ts';
import { recordLimits, recordSettings, recordTags } from './fake-changes.ts';
import { findContainer } from './find-container.ts';

type ConfigurationHandlers = HandlersOf<`container.${'configure' | 'change-settings' | 'tag'}`>;

/** Gives the handlers that change what a container is configured with. */
export function configurationHandlers(host: FakeHost): ConfigurationHandlers {
  return {
    'container.configure': async ({ name, limits }, { record }) => {
      const was = findContainer(host, name);
      await pause(200);
      const chosen = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
      const is = { ...was, limits: { ...was.limits, ...chosen } };
      host.change(is);
      if (record !== undefined) recordLimits(host, record, { was, is });
      const changed = limitKeys.filter((key) => key in chosen);
      return {
        container: is,
        applied: changed.map((key) => ({ key, applies: whenLimitApplies(key, was), note: null })),
      };
    },
    'container.change-settings': async ({ name, settings }, { record }) => {
      const was = findContainer(host, name);
      const before = was.settings ?? fail('container-not-managed', { name });
      const after = changedSettings(before, settings);
      if (after.environment.length > maxVariables) fail('too-many-variables', { name, max: maxVariables });
      checkFakeAddress(host, was, after);
      await pause(150);
      const is = { ...was, settings: after };
      host.change(is);
      if (record !== undefined) recordSettings(host, record, { was, is });
      const difference = differenceOfSettings(before, after);
      const changed = settingKeys.filter((key) => difference[key] !== undefined);
      return { container: is, applied: changed.map((key) => ({ key, applies: settingApplies[key] })) };
    },
    'container.tag': async ({ name, add, remove }, { record }) => {
      const was = findContainer(host, name);
      const tags = changedTags(was.tags, { add, remove });
      if (tags.length > maxTags) fail('too-many-tags', { name, max: maxTags });
      await pause(120);
      const is = { ...was, tags };
      host.change(is);
      if (record !== undefined) recordTags(host, record, { was, is });
      return is;
    },
  };
}

function whenLimitApplies(key: LimitKey, { state }: Container): 'live' | 'next-start' {
  return state === 'stopped' && key !== 'diskBytes' && key !== 'diskInodes' ? 'next-start' : 'live';
}
