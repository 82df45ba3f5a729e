// SPDX-License-Identifier: Apache-2.0
/** The settings of a container, to be changed: what differs is shown before it is saved, and when it is in force. */

import Button from '@mui/material/Button';
import { describeSettingsChange } from '../../../../contract/wording/describe-settings.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { isReserved, settingApplies, type Settings } from '../../../../contract/model/containers/settings.ts';
import { useIsConnected } from '../../../host/connection.ts';
import { DraftNotice } from '../../../host/draft-notice.tsx';
import { useDraft } from '../../../host/use-draft.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { ChangeList } from '../../../ui/change-list.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { whyNot } from '../states/action-reasons.ts';
import { changeSettings } from './change-settings.ts';
import type { AddressOffer } from './network-setting-fields.tsx';
import { draftOfSettings, readSettings } from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';
import { t } from '../../../lib/language/t.ts';
import './settings.css';

interface SettingsPanelProps {
  readonly container: Container;
  /** Gives the settings of the container. */
  readonly settings: Settings;
  readonly busy: string | undefined;
  /** Says whether the host gives addresses on the container's network. */
  readonly isBehindHost: boolean;
  readonly offer: AddressOffer | undefined;
}

export function SettingsPanel({ container, settings, busy, isBehindHost, offer }: SettingsPanelProps) {
  const { name } = container;
  const form = useDraft({ form: 'settings', container: name }, draftOfSettings(settings), {
    isSecret: ({ environment }) => environment !== '',
  });
  const draft = form.value;
  const isConnected = useIsConnected();
  const read = readSettings(draft);
  const problems = read.status === 'invalid' ? read.problems : {};
  const changes =
    read.status === 'valid'
      ? describeSettingsChange(settings, read.settings).map((one) => ({ ...one, applies: settingApplies[one.key] }))
      : [];
  const reason =
    whyNot('settings', container, { isConnected, busy }) ??
    (read.status === 'invalid' ? t('Correct the marked settings first.') : undefined) ??
    (changes.length === 0 ? t('No setting has been changed.') : undefined);

  async function handleSave(): Promise<void> {
    if (read.status === 'invalid') return;
    const saved = await changeSettings(name, settings, read.settings);
    if (saved !== undefined) form.discard();
  }

  return (
    <Panel title={t('Settings')}>
      <div className="settings-fields">
        <DraftNotice draft={form} />
        <SettingsFields
          name={name}
          draft={draft}
          problems={problems}
          hasAddress={isBehindHost || isReserved(settings)}
          offer={offer}
          onChange={(part) => form.change((before) => ({ ...before, ...part }))}
        />
        <ChangeList changes={changes} />
        <div className="settings-acts">
          <ActionButton
            label={t('Save')}
            variant="contained"
            colour="primary"
            reason={reason}
            onAction={() => void handleSave()}
          />
          <Button color="inherit" onClick={form.discard}>
            {t('Reset')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
