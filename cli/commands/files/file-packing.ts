// SPDX-License-Identifier: Apache-2.0
/** `file pack`, and `file pull --recursive`: several files, and whole folders, from a container. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describeTransfer } from '../../../contract/wording/describe-transfer.ts';
import { nameOf } from '../../../contract/model/containers/container-file.ts';
import { operations, type ParamsInput, type Result } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { filePathsArgument } from '../../arguments/file-arguments.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { unpackFolder } from '../../transfer/unpack-folder.ts';
import { writeWhole } from '../../transfer/write-whole.ts';
import { UsageError } from '../../usage-error.ts';

export function addFilePacking(file: Command, act: Registry['act']): void {
  file
    .command('pack')
    .summary('write files and folders as a tar archive')
    .description(operations['file.pack'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path...>', 'files and folders', filePathsArgument)
    .option('--to <file>', 'where to; stdout when left out', '-')
    .addHelpText('after', examples('file pack web /etc/nginx /srv/www --to web.tar', 'file pack web /srv | tar -t'))
    .action((name: string, paths: readonly string[], { to }: PackOptions) =>
      act((context) => pack(context, { name, paths: [...paths] }, to)),
    );
}

interface PackOptions {
  readonly to: string;
}

async function pack(context: CommandContext, params: ParamsInput<'file.pack'>, file: string): Promise<undefined> {
  const { output, environment } = context;
  const isStdout = file === '-';
  if (isStdout && environment.stdout.isTTY === true)
    throw new UsageError('an archive is no text: name a file by --to, or send it on with > or |');
  if (isStdout && output.isJson) throw new UsageError('with --json the archive needs a file: --to FILE');
  const packed = await withClient(context, (client) =>
    isStdout
      ? receive(context, client, { params, write: (piece) => output.writeBytes(piece) })
      : writeWhole(file, (write) => receive(context, client, { params, write })),
  );
  if (output.isJson) await output.json({ done: { container: params.name, file, ...rowOf(packed) } });
  else {
    await noteLeftOut(context, packed);
    await output.note(`packed ${packed.files} files and folders of ${params.name}: ${formatBytes(packed.bytes)}`);
  }
}

export interface FolderCopy {
  readonly name: string;
  /** Gives the path in the container. */
  readonly path: string;
  /** Names the folder on this machine. In a folder that is there, the copy keeps its own name. */
  readonly to: string | undefined;
}

export async function pullFolder(context: CommandContext, { name, path, to }: FolderCopy): Promise<undefined> {
  const { output } = context;
  const own = path === '/' ? name : nameOf(path);
  if (to === '-') throw new UsageError('a folder needs a place: file pull NAME PATH FOLDER, or file pack to stdout');
  const target = to !== undefined && (await isFolder(to)) ? join(to, own) : (to ?? own);
  const packed = await withClient(context, (client) =>
    unpackFolder(target, (write) => receive(context, client, { params: { name, paths: [path] }, write })),
  );
  if (output.isJson) await output.json({ done: { container: name, path, folder: target, ...rowOf(packed) } });
  else {
    await noteLeftOut(context, packed);
    await output.note(`copied ${path} of ${name} to ${target}: ${packed.files} files and folders`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

function rowOf({ files, bytes, leftOut, leftOutCount }: Result<'file.pack'>): object {
  return { files, bytes, left_out: leftOut, left_out_count: leftOutCount };
}

async function noteLeftOut({ output }: CommandContext, { leftOut, leftOutCount }: Result<'file.pack'>): Promise<void> {
  for (const { path, reason } of leftOut) await output.note(`left out ${path}: ${reason}`);
  if (leftOutCount > leftOut.length) await output.note(`left out ${leftOutCount - leftOut.length} more`);
}

async function receive(
  { output, environment, signal }: CommandContext,
  client: Client,
  {
    params,
    write,
  }: { readonly params: ParamsInput<'file.pack'>; readonly write: (piece: Uint8Array) => Promise<void> },
): Promise<Result<'file.pack'>> {
  const progress = createProgressLine(environment.stderr, output);
  const begun = environment.now();
  const isShown = environment.stderr.isTTY === true && environment.stdout.isTTY !== true && !output.isQuiet;
  let doneBytes = 0;
  const call = client.stream('file.pack', params, { signal });
  try {
    for await (const { data } of call) {
      await write(data);
      doneBytes += data.length;
      const transfer = { doneBytes, totalBytes: undefined, seconds: environment.now() - begun };
      if (isShown) await progress.show(describeTransfer(transfer, formatBytes));
    }
  } finally {
    await progress.clear();
  }
  return call.result;
}
