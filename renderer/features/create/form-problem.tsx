// SPDX-License-Identifier: Apache-2.0
/** Why Create cannot be pressed now, or why a press did nothing: the sections in which fields have to be corrected. */

import { t } from '../../lib/language/t.ts';
import { type Section, sectionLabels } from './sections.ts';

interface FormProblemProps {
  /** What has nothing to do with the choices. */
  readonly reason: string | undefined;
  /** Names the sections with a problem; none before the first press. */
  readonly wrong: readonly Section[];
}

export function FormProblem({ reason, wrong }: FormProblemProps) {
  if (reason === undefined && wrong.length === 0) return null;
  const sections = wrong.map((section) => sectionLabels[section]).join(', ');
  return (
    <span role={reason === undefined ? 'alert' : 'status'} className="form-problem">
      {reason ?? t('Correct the marked fields: {sections}.', { sections })}
    </span>
  );
}
