// SPDX-License-Identifier: Apache-2.0
/** Changes the limits of one container, with an undo. */

import { limitKeys, type Limits } from '../../../contract/model/containers/limits.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

/** `before`: what an undo brings back. Gives what was applied; undefined when it failed, which was then notified. */
export async function configureContainer(
  name: string,
  limits: Partial<Limits>,
  before: Limits,
): Promise<Result<'container.configure'> | undefined> {
  const result = await sendLimits(name, limits, () => void configureContainer(name, limits, before));
  if (result === undefined) return undefined;
  const former = Object.fromEntries(
    limitKeys.filter((key) => limits[key] !== undefined).map((key) => [key, before[key]]),
  );
  const undo = (): void => {
    void sendLimits(name, former, undo).then((undone) => {
      if (undone !== undefined) notify({ tone: 'done', text: t('The limits of {name} are as before.', { name }) });
    });
  };
  notify({
    tone: 'done',
    text: t('The limits of {name} were changed.', { name }),
    action: { label: t('Undo'), run: undo },
  });
  return result;
}

async function sendLimits(
  name: string,
  limits: Partial<Limits>,
  again: () => void,
): Promise<Result<'container.configure'> | undefined> {
  try {
    return await startOperation({
      title: t('Changing limits of {name}', { name }),
      subject: name,
      activeLabel: t('changing'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.configure', { name, limits }, { signal }),
      again,
    }).result;
  } catch (error) {
    notifyFailure(t('cannot change the limits of {name}', { name }), error);
    return undefined;
  }
}
