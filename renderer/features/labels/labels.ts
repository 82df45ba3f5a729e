// SPDX-License-Identifier: Apache-2.0
/** The labels of a container's files: looked at when somebody asks, and restored as an operation of the window. */

import type { LabelItem, LabelSum } from '../../../contract/operations/containers/label.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

type WrongLabel = Extract<LabelItem, { type: 'drifted' }>;
type LeftAlone = Extract<LabelItem, { type: 'skipped' }>;

export interface LabelsState {
  readonly state: 'looking' | 'ready' | 'failed';
  /** Looked at so far. */
  readonly files: number;
  /** Lists the first of each kind. */
  readonly wrong: readonly WrongLabel[];
  readonly leftAlone: readonly LeftAlone[];
  readonly sum: LabelSum | undefined;
  readonly problem: string | undefined;
}

const begun: LabelsState = { state: 'looking', files: 0, wrong: [], leftAlone: [], sum: undefined, problem: undefined };
const maxShown = 500;

export const useLabels = createHostStore<LabelsState>(begun);
onHostLeft(stopLooking);

let underWay: AbortController | undefined;

/** A new look takes the place of one that is under way. */
export async function lookAtLabels(name: string): Promise<void> {
  stopLooking();
  const abort = new AbortController();
  underWay = abort;
  useLabels.setState(begun);
  try {
    const stream = currentClient().stream('label.verify', { name }, { signal: abort.signal });
    for await (const item of stream) if (!abort.signal.aborted) take(item);
    const sum = await stream.result;
    if (!abort.signal.aborted) useLabels.setState({ state: 'ready', sum });
  } catch (error) {
    if (!abort.signal.aborted)
      useLabels.setState({
        state: 'failed',
        problem: failureText(t('cannot check the labels of {name}', { name }), error),
      });
  }
}

export function stopLooking(): void {
  underWay?.abort();
  underWay = undefined;
}

function take(item: LabelItem): void {
  const { wrong, leftAlone } = useLabels.getState();
  if (item.type === 'progress') useLabels.setState({ files: item.files });
  else if (item.type === 'drifted') useLabels.setState({ wrong: [...wrong, item].slice(0, maxShown) });
  else useLabels.setState({ leftAlone: [...leftAlone, item].slice(0, maxShown) });
}

/** Cancelled, it leaves what it has done; begun again, it goes on. `files`: as many as there are to look at. */
export async function restoreLabels(name: string, files: number): Promise<void> {
  try {
    const { drifted, skipped } = await startOperation({
      title: t('Restoring file labels of {name}', { name }),
      subject: name,
      activeLabel: t('labelling'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = currentClient().stream('label.restore', { name }, { signal });
        for await (const item of stream)
          if (item.type === 'progress') progress(t('label'), Math.min(1, item.files / Math.max(1, files)));
        return stream.result;
      },
      again: () => void restoreLabels(name, files),
    }).result;
    notify({
      tone: 'done',
      text:
        skipped === 0
          ? t('Restored the labels of {drifted, plural, one {# file} other {# files}} of {name}.', { drifted, name })
          : t('Restored the labels of {drifted, plural, one {# file} other {# files}} of {name}; {skipped} skipped.', {
              drifted,
              name,
              skipped,
            }),
    });
  } catch (error) {
    notifyFailure(t('cannot restore the file labels of {name}', { name }), error);
  }
}
