// SPDX-License-Identifier: Apache-2.0
/** The sections of the form at its left, each with a mark when something in it is wrong or was changed. */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { t } from '../../lib/language/t.ts';
import type { CheckedChoices, Choices } from './choices/creation.ts';
import { hasChange, hasProblem, sectionLabels, type Section } from './sections.ts';

interface FormSectionsProps {
  readonly sections: readonly Section[];
  readonly current: Section;
  readonly choices: Choices;
  /** What the form begins with. */
  readonly usual: Choices;
  readonly problems: CheckedChoices['problems'];
  readonly onOpen: (section: Section) => void;
}

export const sectionPanelId = 'create-section';

export function FormSections({ sections, current, choices, usual, problems, onOpen }: FormSectionsProps) {
  return (
    <Tabs
      orientation="vertical"
      className="create-sections"
      aria-label={t('Sections of the form')}
      value={current}
      onChange={(_, next: Section) => onOpen(next)}
    >
      {sections.map((section) => (
        <Tab
          key={section}
          value={section}
          id={`${sectionPanelId}-${section}`}
          aria-controls={sectionPanelId}
          label={
            <>
              {sectionLabels[section]}
              <Mark isWrong={hasProblem(section, problems)} isChanged={hasChange(section, choices, usual)} />
            </>
          }
        />
      ))}
    </Tabs>
  );
}

function Mark({ isWrong, isChanged }: { readonly isWrong: boolean; readonly isChanged: boolean }) {
  if (!isWrong && !isChanged) return null;
  const text = isWrong ? t('to be corrected') : t('changed');
  return (
    <span className={isWrong ? 'mark wrong' : 'mark'} title={text}>
      <span aria-hidden="true">{isWrong ? '!' : '•'}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
