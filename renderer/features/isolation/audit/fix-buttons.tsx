// SPDX-License-Identifier: Apache-2.0
/** What the helper can do about a finding, the least destructive first. */

import type { Capability } from '../../../../contract/model/engines/capabilities.ts';
import type { FixOperation } from '../../../../contract/model/isolation-finding.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import type { MenuAction } from '../../../ui/actions/menu-action.ts';
import { adoptionActions } from '../../adoption/adoption-actions.ts';
import type { ActionContext } from '../../containers/states/action-reasons.ts';
import { changeState } from '../../containers/states/change-state.ts';
import { whyNotByEngine } from '../../containers/engine-reason.ts';
import { stateActions } from '../../containers/states/state-actions.ts';
import { useContainer } from '../../containers/containers.ts';
import { useIsConnected } from '../../../host/connection.ts';
import { operationOn, useOperations } from '../../../host/operations.ts';
import { openDialog } from '../../../window/dialogs.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { applyFix } from './fix-finding.ts';
import { t } from '../../../lib/language/t.ts';

interface FixButtonsProps {
  readonly operation: FixOperation;
  readonly name: string;
}

export function FixButtons({ operation, name }: FixButtonsProps) {
  const container = useContainer(name);
  const isConnected = useIsConnected();
  const busy = useOperations(operationOn(name))?.activeLabel;
  const context = { isConnected, busy };
  const gentler = operation === 'kill' && container !== undefined ? gentlerFixes(container, context) : [];
  const noEngine = container && whyNotFixed(operation, container);
  const fixes = [...gentler, fixOf(operation, { name, context, noEngine })];
  return (
    // The buttons stand beside the summary, not in it: a summary is itself a button.
    <span className="finding-fix">
      {fixes.map(({ label, reason, run }) => (
        <ActionButton
          key={label}
          label={label}
          variant="outlined"
          colour={label === killLabel ? 'error' : 'primary'}
          reason={reason}
          onAction={() => void run()}
        />
      ))}
    </span>
  );
}

const killLabel = t('Kill…');

/** What comes before a kill: to adopt what another tool made, and to stop what Bulkhead may stop. */
function gentlerFixes(container: Container, context: ActionContext): readonly MenuAction[] {
  if (!container.isManaged) return adoptionActions(container, context);
  return [stateActions(container, context).stop];
}

/** The capabilities that fixes need, where not every engine has them. */
const needs: Readonly<Partial<Record<FixOperation, Capability>>> = {
  'restore-labels': 'label-check',
  'reassign-categories': 'new-categories',
};

function whyNotFixed(operation: FixOperation, container: Container): string | undefined {
  const need = needs[operation];
  return need && whyNotByEngine(container, need);
}

interface Fixed {
  readonly name: string;
  readonly context: ActionContext;
  /** Says why the engine of the container cannot do it. */
  readonly noEngine: string | undefined;
}

function fixOf(operation: FixOperation, { name, context: { isConnected, busy }, noEngine }: Fixed): MenuAction {
  const reason =
    noEngine ??
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (busy === undefined ? undefined : t('{name} is {busy}.', { name, busy }));
  switch (operation) {
    case 'kill':
      return { label: killLabel, reason, run: () => changeState('kill', { names: [name] }) };
    case 'restore-labels':
      return { label: t('Check labels…'), reason, run: () => openDialog({ kind: 'labels', name }) };
    case 'reassign-categories':
      return { label: t('Assign new categories'), reason, run: () => applyFix(operation, name) };
    case 'remount-root':
      return { label: t('Remount root'), reason, run: () => applyFix(operation, name) };
  }
}
