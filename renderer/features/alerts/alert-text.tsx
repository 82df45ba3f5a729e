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
  if (container === null || endedBy === 'trial') return <>{describeAlert(alert)}</>;
  return (
    <>
      <ContainerName name={container} />
      {describeAlert(alert).slice(container.length)}
    </>
  );
}
