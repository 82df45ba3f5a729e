// SPDX-License-Identifier: Apache-2.0
/** Says of those that were chosen and are left out of an action why it cannot be done to them. */

import type { OmittedContainer } from '../../window/dialogs.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';

/** Limits how many containers are named; of more only the number is said. */
const maxNamed = 5;

interface OmittedContainersProps {
  readonly omitted: readonly OmittedContainer[] | undefined;
}

export function OmittedContainers({ omitted = [] }: OmittedContainersProps) {
  if (omitted.length === 0) return null;
  return (
    <div className="muted" role="note">
      {omitted.slice(0, maxNamed).map(({ name, reason }) => (
        <p key={name}>
          <SafeText text={t('{name} is left out: {reason}', { name, reason })} />
        </p>
      ))}
      {omitted.length > maxNamed && <p>{t('{count} more are left out.', { count: omitted.length - maxNamed })}</p>}
    </div>
  );
}
