// SPDX-License-Identifier: Apache-2.0
/** Changes the settings of a container, with a way back. */

import type { SettingsChange } from '../../../../contract/model/containers/given-settings.ts';
import { differenceOfSettings } from '../../../../contract/model/containers/settings-change.ts';
import type { Settings } from '../../../../contract/model/containers/settings.ts';
import { currentClient } from '../../../host/connection.ts';
import { startOperation } from '../../../host/operations.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';

/** Gives the settings as they are then; undefined when it failed, which was then notified. */
export async function changeSettings(name: string, was: Settings, is: Settings): Promise<Settings | undefined> {
  const changed = await send(name, differenceOfSettings(was, is), () => void changeSettings(name, was, is));
  if (changed === undefined) return undefined;
  const undo = (): void => {
    void send(name, differenceOfSettings(is, was), undo).then((settings) => {
      if (settings !== undefined) notify({ tone: 'done', text: t('The settings of {name} are as before.', { name }) });
    });
  };
  notify({
    tone: 'done',
    text: t('The settings of {name} were changed.', { name }),
    action: { label: t('Undo'), run: undo },
  });
  return changed;
}

async function send(name: string, settings: SettingsChange, again: () => void): Promise<Settings | undefined> {
  try {
    const { container } = await startOperation({
      title: t('Changing settings of {name}', { name }),
      subject: name,
      activeLabel: t('changing'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.change-settings', { name, settings }, { signal }),
      again,
    }).result;
    return container.settings ?? undefined;
  } catch (error) {
    notifyFailure(t('cannot change the settings of {name}', { name }), error);
    return undefined;
  }
}
