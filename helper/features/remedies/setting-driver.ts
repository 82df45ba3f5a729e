// SPDX-License-Identifier: Apache-2.0
/**
 * A change of a container's settings, so that it can be undone like the others; it is made by container.change-settings,
 * at once.
 */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { describeSettingsChange } from '../../../contract/wording/describe-settings.ts';
import { type SettingsChange, settingsChangeSchema } from '../../../contract/model/containers/given-settings.ts';
import { changedSettings, differenceOfSettings } from '../../../contract/model/containers/settings-change.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import { say } from '../../../contract/text.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { type ChangeDriver, defineDriver, type PlanState } from './ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

const settingPlanSchema = z.object({ name: z.string(), before: settingsChangeSchema(), after: settingsChangeSchema() });
export type SettingPlan = z.infer<typeof settingPlanSchema>;

export function createSettingDriver(containers: Pick<Containers, 'list' | 'changeSettings'>): ChangeDriver {
  async function settingsOf(name: string): Promise<Settings | undefined> {
    const container = (await containers.list(neverAborts)).find((one) => one.name === name);
    return container?.settings ?? undefined;
  }

  return defineDriver({
    schema: settingPlanSchema,
    plan: () => Promise.reject(new Error('cannot plan settings: no remedy changes them')),
    async readState({ name, before, after }): Promise<PlanState> {
      const settings = await settingsOf(name);
      if (settings === undefined) return { state: 'other', words: say('the container {name} is gone', { name }) };
      if (holds(settings, before)) return { state: 'before' };
      return holds(settings, after)
        ? { state: 'after' }
        : {
            state: 'other',
            words: say('its settings were changed since: {words}', { words: wordsOf(settings, after) }),
          };
    },
    async apply({ name, after }) {
      await containers.changeSettings(name, after);
    },
    async revert({ name, before }) {
      if ((await settingsOf(name)) === undefined) fail('container-not-found', { name });
      await containers.changeSettings(name, before);
    },
  });
}

/** Only what differs, so that undoing it leaves alone what others changed; undefined when nothing does. */
export function settingPlan(name: string, was: Settings, is: Settings): SettingPlan | undefined {
  const after = differenceOfSettings(was, is);
  return Object.keys(after).length === 0 ? undefined : { name, before: differenceOfSettings(is, was), after };
}

/** Says whether a change would change nothing. */
function holds(settings: Settings, wanted: SettingsChange): boolean {
  return Object.keys(differenceOfSettings(settings, changedSettings(settings, wanted))).length === 0;
}

/** What is there instead of what was chosen. */
function wordsOf(settings: Settings, wanted: SettingsChange): string {
  return describeSettingsChange(changedSettings(settings, wanted), settings)
    .map(({ title, after }) => `${title} ${after}`)
    .join(', ');
}
