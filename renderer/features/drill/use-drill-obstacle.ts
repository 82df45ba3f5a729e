// SPDX-License-Identifier: Apache-2.0
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { drillSubject } from './drill-store.ts';

/** Why no drill can be started now; undefined when one can. */
export function useDrillObstacle(): string | undefined {
  const isRunning = useOperations(operationOn(drillSubject)) !== undefined;
  const isConnected = useIsConnected();
  if (!isConnected) return t('There is no connection to the host.');
  return isRunning ? t('A drill is running. Wait until it has ended, or cancel it.') : undefined;
}
