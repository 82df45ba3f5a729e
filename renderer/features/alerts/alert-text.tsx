// SPDX-License-Identifier: Apache-2.0
/** What an alert is about, with the container's mark and, unless it is plain, a link to it. */

import { describeAlert } from '../../../contract/wording/alerts/describe-alert.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { keepUnits } from '../../lib/keep-units.ts';
import { ContainerName } from '../containers/container-name.tsx';

interface AlertTextProps {
  readonly alert: Alert;
  /** Says that the text stands within something that is pressed as a whole. */
  readonly isPlain?: boolean;
}

export function AlertText({ alert, isPlain = false }: AlertTextProps) {
  const { container, endedBy } = alert;
  const sentence = keepUnits(describeAlert(alert));
  if (container === null || endedBy === 'trial') return <>{sentence}</>;
  // The place of the name in the sentence depends on the language.
  const at = sentence.indexOf(container);
  if (at === -1) return <>{sentence}</>;
  return (
    <>
      {sentence.slice(0, at)}
      <ContainerName name={container} isPlain={isPlain} />
      {sentence.slice(at + container.length)}
    </>
  );
}
