// SPDX-License-Identifier: Apache-2.0
/** Actions on volumes: each starts an operation of the window with its progress, and ends in a notification. */

import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

export type VolumeChoice = ParamsInput<'volume.attach'>;

export function attachVolume(choice: VolumeChoice): Promise<boolean> {
  const { name, source } = choice;
  return runVolumeChange({
    name,
    title: t('Attaching {source}', { source }),
    activeLabel: t('labelling'),
    done: t('{source} is a volume of {name} from its next start on.', { source, name }),
    failed: t('cannot attach {source} to {name}', { source, name }),
    canCancel: true,
    run: (context) => runAttach(choice, context),
    again: () => void attachVolume(choice),
  });
}

/** Folders of the host from which a volume may be chosen; those that lie in all others without a path. */
export function listFolders(path: string | undefined): Promise<Result<'volume.folders'>> {
  return currentClient().request('volume.folders', { ...(path !== undefined && { path }) });
}

export function detachVolume(name: string, target: string): Promise<boolean> {
  return runVolumeChange({
    name,
    title: t('Detaching {target}', { target }),
    activeLabel: t('labelling'),
    done: t('Detached {target} from {name}.', { target, name }),
    failed: t('cannot detach {target} from {name}', { target, name }),
    canCancel: false,
    run: async ({ progress, signal }) => {
      const stream = currentClient().stream('volume.detach', { name, target }, { signal });
      for await (const item of stream) {
        if (item.type === 'progress') progress(t('label'), fractionOf(item));
        else notify({ tone: 'info', text: t('{path} kept its label: {reason}.', item) });
      }
      await stream.result;
    },
    again: () => void detachVolume(name, target),
  });
}

/**
 * Attaches the volume within an operation that is under way already. It leaves to runVolumeChange what follows its end.
 */
async function runAttach(choice: VolumeChoice, { progress, signal }: OperationContext): Promise<void> {
  const stream = currentClient().stream('volume.attach', choice, { signal });
  let skipped = 0;
  for await (const item of stream) {
    if (item.type === 'progress') progress(t('label'), fractionOf(item));
    else skipped += 1;
  }
  await stream.result;
  if (skipped > 0)
    notify({
      tone: 'info',
      text: keptLabelsLabel(skipped, choice.source),
    });
}

function fractionOf({ files, total }: { readonly files: number; readonly total: number }): number {
  return total === 0 ? 1 : files / total;
}

interface VolumeChange {
  readonly name: string;
  readonly title: string;
  readonly activeLabel: string;
  readonly done: string;
  readonly failed: string;
  readonly canCancel: boolean;
  readonly run: (context: OperationContext) => Promise<void>;
  readonly again: () => void;
}

async function runVolumeChange({
  name,
  title,
  activeLabel,
  done,
  failed,
  canCancel,
  run,
  again,
}: VolumeChange): Promise<boolean> {
  try {
    await startOperation({ title, subject: name, activeLabel, canCancel, run, again }).result;
    notify({
      tone: 'done',
      text: done,
      link: { label: t('Open'), route: { page: 'container', name, tab: 'configuration' } },
    });
    return true;
  } catch (error) {
    notifyFailure(failed, error);
    return false;
  }
}

/** The files of a volume, or of several, whose label could not be changed. */
export function keptLabelsLabel(count: number, where: string): string {
  return t(
    '{count, plural, one {# file} other {# files}} in {where} kept the old label, because they have other ' +
      'names outside or could not be opened.',
    { count, where },
  );
}
