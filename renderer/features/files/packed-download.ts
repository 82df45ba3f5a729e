// SPDX-License-Identifier: Apache-2.0
/** Copies several files, or whole folders, from a container to this machine, as one tar archive. */

import { describeTransfer } from '../../../contract/wording/describe-transfer.ts';
import { type ContainerFile, joinPath, nameOf } from '../../../contract/model/containers/container-file.ts';
import { maxPackedPaths } from '../../../contract/operations/containers/file.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { growingFiles } from '../../host/main-process.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { formatBytes } from '../../lib/units.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

export interface PackedFiles {
  /** Names the container. */
  readonly name: string;
  /** Names the folder in which the files lie. */
  readonly folder: string;
  readonly files: readonly ContainerFile[];
}

/** Why so many are not packed at once; undefined when they are. */
export function tooManyToPack({ files }: Pick<PackedFiles, 'files'>): string | undefined {
  return files.length <= maxPackedPaths
    ? undefined
    : t('At most {max, number} are copied at once. Copy their folder.', { max: maxPackedPaths });
}

/** Asks where to, then writes the archive there; what fails or is cancelled leaves none. */
export async function downloadPacked({ name, folder, files }: PackedFiles): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const own = files.length === 1 ? first.name : nameOf(folder);
  const base = visibleText(own === '' ? name : own);
  const what =
    files.length === 1
      ? visibleText(joinPath(folder, first.name))
      : t('{count, number} files', { count: files.length });
  try {
    const target = await growingFiles().begin(`${base}.tar`, 'file');
    if (target === undefined) return;
    const paths = files.map((file) => joinPath(folder, file.name));
    const packed = await startOperation({
      title: t('Copying {shown} from {name}', { shown: what, name }),
      subject: name,
      containers: [],
      activeLabel: t('sending files'),
      canCancel: true,
      run: (context) => receive({ name, paths }, target.id, context),
    }).result;
    notify({
      tone: 'done',
      text: t('Copied {shown} of {name} to {path} ({bytes}).', {
        shown: what,
        name,
        path: target.path,
        bytes: formatBytes(packed.bytes),
      }),
      ...(packed.leftOutCount > 0 && { details: leftOutText(packed) }),
    });
  } catch (error) {
    notifyFailure(t('cannot copy {shown} from {name}', { shown: what, name }), error);
  }
}

function leftOutText({ leftOut, leftOutCount }: Result<'file.pack'>): string {
  return [
    t('{count, plural, one {# was} other {# were}} left out:', { count: leftOutCount }),
    ...leftOut.map(({ path, reason }) => `${visibleText(path)}: ${reason}`),
    ...(leftOutCount > leftOut.length ? ['…'] : []),
  ].join('\n');
}

async function receive(
  params: ParamsInput<'file.pack'>,
  id: string,
  { signal, progress }: OperationContext,
): Promise<Result<'file.pack'>> {
  const files = growingFiles();
  const begunAt = performance.now();
  let doneBytes = 0;
  try {
    const call = currentClient().stream('file.pack', params, { signal });
    for await (const { data } of call) {
      await files.write(id, data);
      doneBytes += data.length;
      const transfer = { doneBytes, totalBytes: undefined, seconds: (performance.now() - begunAt) / 1000 };
      progress(t('Copying'), undefined, describeTransfer(transfer, formatBytes));
    }
    const done = await call.result;
    await files.end(id);
    return done;
  } catch (error) {
    await files.discard(id);
    throw error;
  }
}
