// SPDX-License-Identifier: Apache-2.0
/** What can be done to the container of a row: its terminal, start or stop, and the rest in a menu. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { changeState } from '../containers/states/change-state.ts';
import { navigate } from '../../window/location.ts';
import { RowButton } from './row-button.tsx';
import { t } from '../../lib/language/t.ts';

interface RowActionsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
  readonly tabIndex: 0 | -1;
  readonly onMenu: (name: string, button: HTMLElement) => void;
}

export function RowActions({ container, isConnected, busy, tabIndex, onMenu }: RowActionsProps) {
  const { name } = container;
  const context = { isConnected, busy };
  const isStopped = container.state === 'stopped' || container.state === 'unfrozen';
  return (
    <>
      <RowButton
        label={t('Open terminal in {name}', { name })}
        icon="terminal"
        reason={whyNot('terminal', container, context)}
        tabIndex={tabIndex}
        onAction={() => navigate({ page: 'container', name, tab: 'terminal' })}
      />
      {isStopped ? (
        <RowButton
          label={t('Start {name}', { name })}
          icon="start"
          reason={whyNot('start', container, context)}
          tabIndex={tabIndex}
          onAction={() => changeState('start', { names: [name] })}
        />
      ) : (
        <RowButton
          label={t('Stop {name}', { name })}
          icon="stop"
          reason={whyNot('stop', container, context)}
          tabIndex={tabIndex}
          onAction={() => changeState('stop', { names: [name] })}
        />
      )}
      <RowButton
        label={t('More actions for {name}', { name })}
        icon="more"
        opensMenu
        tabIndex={tabIndex}
        onAction={(button) => onMenu(name, button)}
      />
    </>
  );
}
