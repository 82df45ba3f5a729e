// SPDX-License-Identifier: Apache-2.0
/**
 * Copies files and folders of this machine to a folder of a container, one after the other, as one operation of the
 * window. Each file is whole or not there; what one of them fails of does not end the others.
 */

import { describeTransfer, fractionOf } from '../../../../contract/wording/describe-transfer.ts';
import { type FailureCode, isFailure } from '../../../../contract/errors.ts';
import { filePathSchema, nameOf } from '../../../../contract/model/containers/container-file.ts';
import { currentClient } from '../../../host/connection.ts';
import { type OperationContext, startOperation } from '../../../host/operations.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { failureText, notify, notifyFailure } from '../../../window/notifications.ts';
import { sendContent } from '../file-transfers.ts';
import { reloadFolder } from '../folder.ts';
import { takeSnapshotFirst } from '../take-snapshot-first.ts';
import { type Existing, findExisting, pathIn, replacedFiles, type UploadTarget } from './conflicts.ts';
import type { Upload } from './read-entries.ts';

/** An upload of which some files are there already. */
export interface AskedUpload {
  readonly target: UploadTarget;
  readonly upload: Upload;
  readonly existing: Existing;
  readonly replaced: readonly string[];
}

/** What fails of one file and says nothing about the others. */
const ofOneFile: ReadonlySet<FailureCode> = new Set([
  'file-not-found',
  'file-not-usable',
  'file-exists',
  'file-changed',
] as const);
const maxShownFailures = 20;

interface Uploaded {
  copied: number;
  bytes: number;
  readonly failures: { readonly path: string; readonly error: unknown }[];
}

/** Copies what was chosen; gives it back instead, with nothing written, where files are there that it would replace. */
export async function uploadFiles(
  target: UploadTarget,
  read: () => Promise<Upload> | Upload,
): Promise<AskedUpload | undefined> {
  try {
    const upload = await read();
    if (upload.files.length + upload.folders.length === 0) return undefined;
    const existing = await findExisting(target, upload);
    const replaced = replacedFiles(upload, existing);
    if (replaced.length > 0) return { target, upload, existing, replaced };
    await sendUpload({ target, upload, existing, replaced }, { replace: false, withSnapshot: false });
  } catch (error) {
    notifyFailure(t('cannot copy files to {name}', { name: target.name }), error);
  }
  return undefined;
}

interface UploadChoice {
  /** Replaces files that are there; without it they are left as they are. */
  readonly replace: boolean;
  /** Take a snapshot before anything is written. */
  readonly withSnapshot: boolean;
}

export async function sendUpload(asked: AskedUpload, { replace, withSnapshot }: UploadChoice): Promise<void> {
  const { target, upload, replaced } = asked;
  const { name, folder } = target;
  const skipped = new Set(replace ? [] : replaced);
  const files = upload.files.filter(({ path }) => !skipped.has(path));
  const [first] = files;
  const shown = visibleText(files.length === 1 && first !== undefined ? pathIn(target, first.path) : folder);
  const uploaded: Uploaded = { copied: 0, bytes: 0, failures: [] };
  try {
    await startOperation({
      title:
        files.length === 1
          ? t('Copying {shown} to {name}', { shown, name })
          : t('Copying {count, plural, one {# file} other {# files}} to {name}', { count: files.length, name }),
      subject: name,
      containers: [],
      activeLabel: t('receiving a file'),
      canCancel: true,
      run: async (context) => {
        if (withSnapshot) await takeSnapshotFirst(target, 'replacement', context);
        await writeAll({ ...asked, upload: { ...upload, files } }, { replace, uploaded }, context);
      },
    }).result;
    report({ name, shown, skipped: skipped.size, all: files.length }, uploaded);
  } catch (error) {
    if (isFailure(error, 'cancelled') && uploaded.copied > 0)
      notify({
        tone: 'info',
        text: t('Cancelled: {copied, number} of {all, number} files had been copied to {name}.', {
          copied: uploaded.copied,
          all: files.length,
          name,
        }),
      });
    else notifyFailure(t('cannot copy {shown} to {name}', { shown, name }), error);
  }
  await reloadFolder(name, folder, (upload.folders[0] ?? upload.files[0]?.path)?.split('/')[0]);
}

async function writeAll(
  { target, upload, existing }: AskedUpload,
  { replace, uploaded }: { readonly replace: boolean; readonly uploaded: Uploaded },
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
): Promise<void> {
  const { name } = target;
  const client = currentClient();
  const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      requirePath(pathIn(target, path));
      await work();
    } catch (error) {
      if (!isOfOneFile(error)) throw error;
      uploaded.failures.push({ path, error });
    }
  };
  for (const folder of upload.folders) {
    if (existing.get(folder) === 'folder') continue;
    progress(t('Making folders'), undefined, visibleText(folder));
    await attempt(folder, async () => {
      await client.request('file.make-folder', { name, path: pathIn(target, folder) }, { signal });
    });
  }
  const totalBytes = upload.files.reduce((sum, { file }) => sum + file.size, 0);
  const begunAt = performance.now();
  let sentBytes = 0;
  for (const [index, { path, file }] of upload.files.entries()) {
    const showProgress = (receivedBytes: number): void => {
      const seconds = (performance.now() - begunAt) / 1000;
      const transfer = { doneBytes: sentBytes + receivedBytes, totalBytes, seconds };
      const place = { file: visibleText(nameOf(path)), number: index + 1, count: upload.files.length };
      const detail = describeTransfer(transfer, formatBytes);
      progress(
        t('Copying'),
        fractionOf(transfer),
        place.count === 1 ? detail : t('{file} ({number, number} of {count, number}); {detail}', { ...place, detail }),
      );
    };
    showProgress(0);
    await attempt(path, async () => {
      const params = { name, path: pathIn(target, path), replace: replace && existing.has(path) };
      await sendContent(params, file, { signal, onReceived: showProgress });
      uploaded.copied += 1;
      uploaded.bytes += file.size;
    });
    sentBytes += file.size;
  }
}

/** Rejects before the host does, which would not say which file it is about. */
function requirePath(path: string): void {
  const issue = filePathSchema().safeParse(path).error?.issues[0];
  if (issue !== undefined) throw new UnusablePathError(issue.message);
}

class UnusablePathError extends Error {
  override readonly name = 'UnusablePathError';
}

function isOfOneFile(error: unknown): boolean {
  if (isFailure(error)) return ofOneFile.has(error.code);
  // The file of this machine that is gone, or may not be read.
  return error instanceof UnusablePathError || error instanceof DOMException;
}

interface Reported {
  readonly name: string;
  readonly shown: string;
  readonly skipped: number;
  readonly all: number;
}

function report({ name, shown, skipped, all }: Reported, { copied, bytes, failures }: Uploaded): void {
  const [failure] = failures;
  if (failure !== undefined && failures.length === 1 && all <= 1) {
    notifyFailure(t('cannot copy {shown} to {name}', { shown, name }), failure.error);
    return;
  }
  const size = formatBytes(bytes);
  const done =
    all === 1
      ? t('{shown} was copied to {name} ({count}).', { shown, name, count: size })
      : t('{copied, plural, one {# file was} other {# files were}} copied to {shown} of {name} ({size}).', {
          copied,
          shown,
          name,
          size,
        });
  const left =
    skipped === 0 ? '' : ` ${t('{skipped, plural, one {# was} other {# were}} there and stayed.', { skipped })}`;
  if (failure === undefined) notify({ tone: 'done', text: done + left });
  else
    notify({
      tone: 'failed',
      text: `${done}${left} ${t('{failed, plural, one {# was} other {# were}} not copied.', { failed: failures.length })}`,
      details: failures
        .slice(0, maxShownFailures)
        .map(({ path, error }) => `${visibleText(path)}: ${failureText(t('cannot copy it'), error)}`)
        .concat(failures.length > maxShownFailures ? ['…'] : [])
        .join('\n'),
    });
}
