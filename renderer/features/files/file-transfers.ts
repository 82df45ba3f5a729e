// SPDX-License-Identifier: Apache-2.0
/** Copies files from this machine to a container and back, as operations of the window. */

import { describeTransfer, fractionOf } from '../../../contract/wording/describe-transfer.ts';
import { joinPath } from '../../../contract/model/containers/container-file.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { growingFiles } from '../../host/main-process.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { formatBytes } from '../../lib/units.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { sendFile } from '../../host/send-file.ts';
import { type FileInFolder } from './file-changes.ts';
import { t } from '../../lib/language/t.ts';

/** Writes one file, and shows how far it is. */
export async function writeFile(
  params: ParamsInput<'file.write'>,
  file: File,
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
): Promise<Result<'file.write'>> {
  const begunAt = performance.now();
  return sendContent(params, file, {
    signal,
    onReceived(doneBytes) {
      const transfer = { doneBytes, totalBytes: file.size, seconds: (performance.now() - begunAt) / 1000 };
      progress(t('Copying'), fractionOf(transfer), describeTransfer(transfer, formatBytes));
    },
  });
}

interface Sending {
  readonly signal: AbortSignal;
  /** Gets the bytes that have arrived. */
  readonly onReceived: (bytes: number) => void;
}

/** Sends a file as fast as the host takes it. */
export async function sendContent(
  params: ParamsInput<'file.write'>,
  file: File,
  { signal, onReceived }: Sending,
): Promise<Result<'file.write'>> {
  const end = new AbortController();
  const channel = currentClient().channel('file.write', params, { signal: AbortSignal.any([signal, end.signal]) });
  let unread: unknown;
  const sent = sendFile(file, channel.send).catch((error: unknown) => {
    unread = error;
    end.abort();
  });
  try {
    for await (const { receivedBytes } of channel) onReceived(receivedBytes);
    return await channel.result;
  } catch (error) {
    // It was the file that could not be read: the end of the call says nothing of it.
    const isOwn = end.signal.aborted;
    end.abort();
    await sent;
    throw isOwn ? unread : error;
  }
}

/** Asks where to, then writes the file there; what fails or is cancelled leaves none. */
export async function downloadFile({ name, folder, file }: FileInFolder): Promise<void> {
  const path = joinPath(folder, file.name);
  const shown = visibleText(path);
  try {
    const target = await growingFiles().begin(visibleText(file.name), 'file');
    if (target === undefined) return;
    const { bytes } = await startOperation({
      title: t('Copying {shown} from {name}', { shown, name }),
      subject: name,
      containers: [],
      activeLabel: t('sending a file'),
      canCancel: true,
      run: (context) => receiveFile({ name, path }, target.id, context),
    }).result;
    notify({
      tone: 'done',
      text: t('{shown} of {name} was copied to {path} ({bytes}).', {
        shown,
        name,
        path: target.path,
        bytes: formatBytes(bytes),
      }),
    });
  } catch (error) {
    notifyFailure(t('cannot copy {shown} from {name}', { shown, name }), error);
  }
}

async function receiveFile(
  params: ParamsInput<'file.read'>,
  id: string,
  { signal, progress }: OperationContext,
): Promise<Result<'file.read'>> {
  const files = growingFiles();
  const begunAt = performance.now();
  let [doneBytes, totalBytes] = [0, 0];
  try {
    const call = currentClient().stream('file.read', params, { signal });
    for await (const item of call) {
      if (item.type === 'file') {
        totalBytes = item.file.bytes;
        continue;
      }
      await files.write(id, item.data);
      doneBytes += item.data.length;
      const transfer = { doneBytes, totalBytes, seconds: (performance.now() - begunAt) / 1000 };
      progress(t('Copying'), fractionOf(transfer), describeTransfer(transfer, formatBytes));
    }
    const done = await call.result;
    await files.end(id);
    return done;
  } catch (error) {
    await files.discard(id);
    throw error;
  }
}
