// SPDX-License-Identifier: Apache-2.0
/** Chooses the language of the window. */

import Translate from '@mui/icons-material/Translate';
import { currentLanguage, type Language, languages, t } from '../../lib/language/t.ts';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { allSettings } from './all-settings.ts';
import { chooseLanguage, type LanguageChoice, languageChoice } from '../../window/language.ts';

export function LanguageButton() {
  const chosen = languageChoice();
  const action = (choice: LanguageChoice, label: string): MenuAction => ({
    label,
    hint: choice === chosen ? t('chosen') : '',
    reason: undefined,
    run: () => chooseLanguage(choice),
  });
  return (
    <ActionMenu
      label={t('Language: {language}', { language: languages[currentLanguage()] })}
      icon={<Translate />}
      actions={[
        action('system', t('As the system')),
        ...(Object.keys(languages) as Language[]).map((code) => action(code, languages[code])),
        allSettings,
      ]}
    />
  );
}
