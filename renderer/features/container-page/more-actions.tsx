// SPDX-License-Identifier: Apache-2.0
/** The rarer actions on the container of the page. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import { containerVerbs } from '../container-verbs/container-verbs.ts';
import { drillSubject } from '../drill/drill-store.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

interface MoreActionsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
}

export function MoreActions({ container, isConnected, busy }: MoreActionsProps) {
  const isDrilling = useOperations(operationOn(drillSubject)) !== undefined;
  return (
    <ActionMenu label={t('More actions')} actions={containerVerbs(container, { isConnected, busy, isDrilling }).page} />
  );
}
