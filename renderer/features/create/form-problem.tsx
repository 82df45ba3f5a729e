// SPDX-License-Identifier: Apache-2.0
/** Why Create cannot be pressed now, or why a press did nothing: the fields that have to be corrected, by their names. */

import type { CheckedChoices } from './creation.ts';
import { t } from '../../lib/language/t.ts';

interface FormProblemProps {
  /** What has nothing to do with the choices. */
  readonly reason: string | undefined;
  /** Undefined before the first press. */
  readonly problems: CheckedChoices['problems'] | undefined;
}

const fieldLabels = {
  name: t('Name'),
  image: t('Image'),
  bridge: t('Bridge'),
  published: t('Published ports'),
  ports: t('Ports'),
  volumes: t('Volumes'),
  tags: t('Tags'),
} as const;

export function FormProblem({ reason, problems }: FormProblemProps) {
  const text = reason ?? (problems === undefined ? undefined : wrongFields(problems));
  return text === undefined ? null : (
    <span role={problems === undefined ? 'status' : 'alert'} className="form-problem">
      {text}
    </span>
  );
}

function wrongFields(problems: CheckedChoices['problems']): string | undefined {
  const named = (Object.keys(fieldLabels) as (keyof typeof fieldLabels)[])
    .filter((field) => problems[field] !== undefined)
    .map((field) => fieldLabels[field]);
  const fields = [
    ...named,
    ...(Object.keys(problems.limits).length > 0 ? [t('limits')] : []),
    ...(problems.settings === undefined ? [] : [t('settings')]),
  ];
  return fields.length === 0 ? undefined : t('Correct the marked fields: {fields}.', { fields: fields.join(', ') });
}
