// SPDX-License-Identifier: Apache-2.0
/** The presets of the shown host: loaded for the dialog, saved and removed with a way back. */

import { useEffect } from 'react';
import type { ChosenContainer } from '../../../../contract/operations/containers/creation.ts';
import { type Preset, presetSchema } from '../../../../contract/preset.ts';
import { leaveOutUnchosen } from '../../../../contract/rules/leave-out-unchosen.ts';
import { currentClient, useClient } from '../../../host/connection.ts';
import { createHostStore } from '../../../host/host-stores.ts';
import { startOperation } from '../../../host/operations.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';

const usePresetStore = createHostStore<{ readonly presets: readonly Preset[] }>({ presets: [] });

/** Lists the presets by name; empty until they are known. */
export function usePresets(): readonly Preset[] {
  const client = useClient();
  useEffect(() => {
    if (client !== undefined) void loadPresets();
  }, [client]);
  return usePresetStore((state) => state.presets);
}

/** What several containers can have of the choices for one. */
export function presetOf(name: string, { name: _name, files: _files, settings, ...choices }: ChosenContainer): Preset {
  const { hostname: _hostname, address: _address, ...shared } = settings;
  return presetSchema().parse({ name, choices: { ...choices, settings: shared } });
}

/** Gives whether it was saved. */
export async function savePreset(preset: Preset): Promise<boolean> {
  const { name } = preset;
  return change(name, {
    title: t('Saving the preset {name}', { name }),
    failed: t('cannot save the preset {name}', { name }),
    again: () => void savePreset(preset),
    async run(signal) {
      const { before } = await currentClient().request(
        'preset.save',
        { name, choices: leaveOutUnchosen(preset.choices) },
        { signal },
      );
      const undo = (): void => void (before === null ? removePreset(preset) : savePreset(before));
      notify({
        tone: 'done',
        text: t('The preset {name} is saved.', { name }),
        action: { label: t('Undo'), run: undo },
      });
    },
  });
}

export async function removePreset(preset: Preset): Promise<boolean> {
  const { name } = preset;
  return change(name, {
    title: t('Removing the preset {name}', { name }),
    failed: t('cannot remove the preset {name}', { name }),
    again: () => void removePreset(preset),
    async run(signal) {
      const { before } = await currentClient().request('preset.remove', { name }, { signal });
      notify({
        tone: 'done',
        text: t('The preset {name} is removed.', { name }),
        action: { label: t('Undo'), run: () => void savePreset(before) },
      });
    },
  });
}

interface PresetChange {
  readonly title: string;
  readonly failed: string;
  readonly again: () => void;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

async function change(subject: string, { title, failed, again, run }: PresetChange): Promise<boolean> {
  try {
    await startOperation({
      title,
      subject,
      activeLabel: t('being changed'),
      canCancel: false,
      again,
      run: ({ signal }) => run(signal),
    }).result;
    await loadPresets();
    return true;
  } catch (error) {
    notifyFailure(failed, error);
    return false;
  }
}

async function loadPresets(): Promise<void> {
  try {
    usePresetStore.setState(await currentClient().request('preset.list', {}));
  } catch (error) {
    notifyFailure(t('cannot list the presets of the host'), error);
  }
}
