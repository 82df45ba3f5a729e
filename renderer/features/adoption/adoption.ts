// SPDX-License-Identifier: Apache-2.0
/** Adoptions, and what is done with originals, as operations of the window. */

import { adoptionSteps } from '../../../contract/wording/describe-adoption.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { currentClient } from '../../host/connection.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { formatBytes, formatCount } from '../../lib/units.ts';
import { navigate, useLocation } from '../../window/location.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** `volumes`: targets of those that it keeps. */
export async function adoptContainer(name: string, volumes: readonly string[]): Promise<void> {
  try {
    await startOperation({
      title: t('Adopting {name}', { name }),
      subject: name,
      activeLabel: t('being adopted'),
      canCancel: true,
      run: (context) => followAdoption(name, volumes, context),
    }).result;
    notify({
      tone: 'done',
      text: t('{name} was adopted. Its original is kept until you remove it.', { name }),
      link: { label: t('Open'), route: { page: 'container', name, tab: 'overview' } },
    });
  } catch (error) {
    notifyFailure(t('cannot adopt the container {name}', { name }), error);
  }
}

async function followAdoption(
  name: string,
  volumes: readonly string[],
  { signal, progress }: OperationContext,
): Promise<Container> {
  const call = currentClient().stream('container.adopt', { name, volumes: [...volumes] }, { signal });
  for await (const { step, files, bytes } of call)
    progress(
      adoptionSteps[step],
      undefined,
      ...(files === 0 ? [] : [t('{files} files, {bytes}', { files: formatCount(files), bytes: formatBytes(bytes) })]),
    );
  return call.result;
}

/** Goes on to the page of the original, where the container has another name by now. */
export async function restoreOriginal(name: string, options: { readonly force: boolean }): Promise<void> {
  try {
    const original = await startOperation({
      title: t('Restoring the original of {name}', { name }),
      subject: name,
      activeLabel: t('being replaced by its original'),
      canCancel: false,
      run: ({ signal }) =>
        currentClient().request('container.restore-original', { name, force: options.force }, { signal }),
    }).result;
    const { route } = useLocation.getState();
    if (route.page === 'container' && route.name === name) navigate({ ...route, name: original.name });
    notify({ tone: 'done', text: t('{name} is as it was before it was adopted.', { name: original.name }) });
  } catch (error) {
    notifyFailure(t('cannot restore the original of {name}', { name }), error);
  }
}

export async function removeOriginal(name: string): Promise<void> {
  try {
    const { left } = await startOperation({
      title: t('Removing the original of {name}', { name }),
      subject: name,
      activeLabel: t('losing its original'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.remove-original', { name }, { signal }),
    }).result;
    notify({
      tone: 'done',
      text: t('The original of {name} was removed.', { name }),
      ...(left.length > 0 && {
        details: t("Not removed, since it is not in LXC's folder: {left}", { left: left.join(', ') }),
      }),
    });
  } catch (error) {
    notifyFailure(t('cannot remove the original of {name}', { name }), error);
  }
}
