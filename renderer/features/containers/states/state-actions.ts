// SPDX-License-Identifier: Apache-2.0
/** The actions on the state of a container, as entries of a menu. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { MenuAction } from '../../../ui/actions/menu-action.ts';
import { whyNot, type ActionContext } from './action-reasons.ts';
import { changeState } from './change-state.ts';
import { t } from '../../../lib/language/t.ts';

type StateAction = 'start' | 'stop' | 'restart' | 'freeze' | 'kill';

/** The entries by name, each with the reason why it cannot be done now. */
export function stateActions(container: Container, context: ActionContext): Readonly<Record<StateAction, MenuAction>> {
  const { name } = container;
  return {
    start: {
      label: t('Start'),
      reason: whyNot('start', container, context),
      run: () => changeState('start', { names: [name] }),
    },
    stop: {
      label: t('Stop'),
      reason: whyNot('stop', container, context),
      run: () => changeState('stop', { names: [name] }),
    },
    restart: {
      label: t('Restart'),
      hint: t('Shut down, then start again'),
      reason: whyNot('restart', container, context),
      run: () => changeState('restart', { names: [name] }),
    },
    freeze:
      container.state === 'frozen'
        ? {
            label: t('Unfreeze'),
            hint: t('Resume all processes'),
            reason: whyNot('freeze', container, context),
            run: () => changeState('unfreeze', { names: [name] }),
          }
        : {
            label: t('Freeze'),
            hint: t('Pause all processes; memory is kept'),
            reason: whyNot('freeze', container, context),
            run: () => changeState('freeze', { names: [name] }),
          },
    kill: {
      label: t('Kill…'),
      hint: t('End all processes at once; what they did not save is lost'),
      reason: whyNot('stop', container, context),
      run: () => changeState('kill', { names: [name] }),
    },
  };
}
