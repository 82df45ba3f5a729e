// SPDX-License-Identifier: Apache-2.0
/** The settings of the window, which hold at once. All but the theme are those that preferences.ts declares. */

import Button from '@mui/material/Button';
import { type ThemeChoice, themeChoices } from '../../../contract/bridge.ts';
import { setTheme, useWindow } from '../../host/main-process.ts';
import { themeTexts } from '../../host/theme-texts.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { chooseLanguage, type LanguageChoice } from '../../window/language.ts';
import { notify } from '../../window/notifications.ts';
import {
  changeSettings,
  initialSettings,
  offeredSettings,
  type SettingValues,
  useSettings,
} from '../../window/preferences.ts';
import { choicesOf, settingTexts } from './setting-texts.ts';
import './settings.css';

export function SettingsPage() {
  const values = useSettings();
  const hosts = useWindow((state) => state.hosts);
  const theme = useWindow((state) => state.theme.choice);

  function handleReset(): void {
    apply(initialSettings());
    applyTheme('system');
    notify({
      tone: 'done',
      text: t('The settings are as they were at first.'),
      action: {
        label: t('Undo'),
        run: () => {
          apply(values);
          applyTheme(theme);
        },
      },
    });
  }

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Settings')}</h1>
        <span style={{ flex: 1 }} />
        <Button color="inherit" variant="outlined" onClick={handleReset}>
          {t('Reset to defaults')}
        </Button>
      </div>
      <Panel title={t('This window')}>
        <div className="settings">
          {shellCan('appearance') && (
            <SelectField
              label={t('Theme')}
              help={t('Light or dark; that of the system changes with it.')}
              value={theme}
              options={themeChoices.map((choice) => ({ value: choice, label: themeTexts[choice] }))}
              onChange={setTheme}
            />
          )}
          {offeredSettings().map((name) => (
            <SelectField
              key={name}
              label={settingTexts[name].label}
              help={settingTexts[name].help}
              value={values[name]}
              options={choicesOf(name, values[name], hosts)}
              onChange={(value) => apply({ [name]: value })}
            />
          ))}
        </div>
        <p className="muted small">
          {t('To kill or remove a container, and what cannot be undone, always asks. Settings stay on this machine.')}
        </p>
      </Panel>
    </div>
  );
}

function applyTheme(choice: ThemeChoice): void {
  if (shellCan('appearance')) setTheme(choice);
}

/** Applies the changes. Another language comes last, since it loads the window again. */
function apply(changes: Partial<SettingValues>): void {
  const before = useSettings.getState().language;
  changeSettings(changes);
  const { language } = useSettings.getState();
  if (language !== before) chooseLanguage(language as LanguageChoice);
}
