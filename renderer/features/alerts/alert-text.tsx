// SPDX-License-Identifier: Apache-2.0
/** What an alert is about, with a link to the container. */

import { describeAlert } from '../../../contract/describe-alert.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { ContainerName } from '../containers/container-name.tsx';

interface AlertTextProps {
  readonly alert: Alert;
}

export function AlertText({ alert }: AlertTextProps) {
  const { container, endedBy } = alert;
  const sentence = describeAlert(alert);
  if (container === null || endedBy === 'trial') return <>{sentence}</>;
  // Where the name is depends on the language.
  const at = sentence.indexOf(container);
  if (at === -1) return <>{sentence}</>;
  return (
    <>
      {sentence.slice(0, at)}
      <ContainerName name={container} />
      {sentence.slice(at + container.length)}
    </>
  );
}
