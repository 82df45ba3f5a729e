// SPDX-License-Identifier: Apache-2.0

import { currentClient } from '../../../host/connection.ts';
import { startOperation } from '../../../host/operations.ts';
import { navigate, useLocation } from '../../../window/location.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';

/** Gives a stopped container another name, and goes on to its page under that. Undo gives the former name again. */
export async function renameContainer(name: string, to: string): Promise<void> {
  try {
    await startOperation({
      title: t('Renaming {name}', { name }),
      subject: name,
      activeLabel: t('being renamed'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.rename', { name, to }, { signal }),
      again: () => void renameContainer(name, to),
    }).result;
    const { route } = useLocation.getState();
    if (route.page === 'container' && route.name === name) navigate({ ...route, name: to });
    notify({
      tone: 'done',
      text: t('{name} is called {to} now.', { name, to }),
      action: { label: t('Undo'), run: () => void renameContainer(to, name) },
    });
  } catch (error) {
    notifyFailure(t('cannot rename the container {name}', { name }), error);
  }
}
