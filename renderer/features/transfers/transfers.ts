// SPDX-License-Identifier: Apache-2.0
/** Exports of containers to files of this machine, and imports from them, as operations of the window. */

import { describeTransfer, fractionOf } from '../../../contract/wording/describe-transfer.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { growingFiles } from '../../host/main-process.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { formatBytes } from '../../lib/units.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { sendFile } from '../../host/send-file.ts';
import { exportSteps, importSteps } from './transfer-steps.ts';
import { t } from '../../lib/language/t.ts';

/** Asks where to, then writes the container there; what fails or is cancelled leaves no file. */
export async function exportContainer(name: string): Promise<void> {
  try {
    const file = await growingFiles().begin(name, 'export');
    if (file === undefined) return;
    const { bytes, sha256 } = await startOperation({
      title: t('Exporting {name}', { name }),
      subject: name,
      activeLabel: t('being exported'),
      canCancel: true,
      run: (context) => writeExport(name, file.id, context),
    }).result;
    notify({
      tone: 'done',
      text: t('{name} was exported as {path} ({bytes}).', { name, path: file.path, bytes: formatBytes(bytes) }),
      details: `SHA-256 ${sha256}`,
    });
  } catch (error) {
    notifyFailure(t('cannot export the container {name}', { name }), error);
  }
}

async function writeExport(
  name: string,
  id: string,
  { signal, progress }: OperationContext,
): Promise<Result<'container.export'>> {
  const files = growingFiles();
  const begunAt = performance.now();
  let doneBytes = 0;
  try {
    const call = currentClient().stream('container.export', { name }, { signal });
    for await (const item of call) {
      if (item.type === 'step') {
        progress(exportSteps[item.step], undefined);
        continue;
      }
      await files.write(id, item.data);
      doneBytes += item.data.length;
      const transfer = { doneBytes, totalBytes: undefined, seconds: secondsSince(begunAt) };
      progress(exportSteps.send, undefined, describeTransfer(transfer, formatBytes));
    }
    const done = await call.result;
    await files.end(id);
    return done;
  } catch (error) {
    await files.discard(id);
    throw error;
  }
}

/** Begins to make a container of a file that was exported, and gives the id of the operation. */
export function importContainer(file: File, params: ParamsInput<'container.import'>): number {
  const { id, result } = startOperation({
    title: t('Importing {name}', { name: params.name ?? file.name }),
    subject: params.name ?? file.name,
    containers: params.name === undefined ? [] : [params.name],
    activeLabel: t('being imported'),
    canCancel: true,
    run: (context) => sendImport(file, params, context),
  });
  result.then(
    ({ name }) =>
      notify({
        tone: 'done',
        text: t('The container {name} was imported.', { name }),
        link: { label: t('Open'), route: { page: 'container', name, tab: 'overview' } },
      }),
    (error: unknown) => notifyFailure(t('cannot import {name}', { name: file.name }), error),
  );
  return id;
}

async function sendImport(
  file: File,
  params: ParamsInput<'container.import'>,
  context: OperationContext,
): Promise<Result<'container.import'>> {
  const end = new AbortController();
  const signal = AbortSignal.any([context.signal, end.signal]);
  const channel = currentClient().channel('container.import', params, { signal });
  const begunAt = performance.now();
  let unread: unknown;
  const sent = sendFile(file, channel.send).catch((error: unknown) => {
    unread = error;
    end.abort();
  });
  try {
    for await (const { step, receivedBytes, files, bytes } of channel) {
      const transfer = { doneBytes: receivedBytes, totalBytes: file.size, seconds: secondsSince(begunAt) };
      const detail = t('{transfer} ({files, number} files)', {
        transfer: describeTransfer(transfer, formatBytes),
        files,
      });
      if (step === 'receive') context.progress(importSteps[step], fractionOf(transfer), detail);
      else if (step === 'upload') context.progress(importSteps[step], undefined, formatBytes(bytes));
      else context.progress(importSteps[step], undefined);
    }
    return await channel.result;
  } catch (error) {
    // It was the file that could not be read: the end of the call says nothing of it.
    const isOwn = end.signal.aborted;
    end.abort();
    await sent;
    throw isOwn ? unread : error;
  }
}

function secondsSince(begunAt: number): number {
  return (performance.now() - begunAt) / 1000;
}
