// SPDX-License-Identifier: Apache-2.0
/** What the choices will make, in words; a weaker choice shows in its colour. */

import type { ReactNode } from 'react';
import type { SelinuxStatus } from '../../../../contract/model/host/host.ts';
import { HueMark } from '../../../ui/hue-mark.tsx';
import { summaryOf, type Capacity } from './creation-summary.ts';
import type { Choices } from '../choices/creation.ts';
import { t } from '../../../lib/language/t.ts';

interface CreateSummaryProps {
  readonly choices: Choices;
  readonly selinux: SelinuxStatus | undefined;
  readonly capacity: Capacity | undefined;
  /** Stands below the lines. */
  readonly children: ReactNode;
}

export function CreateSummary({ choices, selinux, capacity, children }: CreateSummaryProps) {
  return (
    <section className="create-summary" aria-label={t('Summary')}>
      <h3>{t('Summary')}</h3>
      <p className="who">
        <HueMark name={choices.name} /> <strong>{choices.name === '' ? t('a container') : choices.name}</strong>
      </p>
      <ul aria-live="polite">
        {summaryOf(choices, selinux, capacity).map((line) => (
          <li key={line.topic} className={line.tone}>
            <span className="muted">{line.topic}</span>
            <span>{line.text}</span>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
