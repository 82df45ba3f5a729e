// SPDX-License-Identifier: Apache-2.0
/** `file cat|pull|push`: the content of files, from a container and to it. */

import { basename } from 'node:path';
import type { Command } from 'commander';
import { describeTransfer } from '../../../contract/wording/describe-transfer.ts';
import { joinPath, nameOf } from '../../../contract/model/containers/container-file.ts';
import { operations, type Result } from '../../../contract/operations/index.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { Client } from '../../../rpc/client.ts';
import { filePathArgument, modeArgument, type OwnerArgument, ownerArgument } from '../../arguments/file-arguments.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { fileRow } from '../../format/json/file-json.ts';
import { takeSnapshotFirst } from '../../follow/snapshot-first.ts';
import { examples } from '../../format/help-text.ts';
import { openArchive } from '../../transfer/open-archive.ts';
import { type Push, pushFile } from '../../transfer/push-file.ts';
import { writeWhole } from '../../transfer/write-whole.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { pullFolder } from './file-packing.ts';

export function addFileContents(file: Command, act: Registry['act']): void {
  file
    .command('cat')
    .summary('write a file to stdout')
    .description(operations['file.read'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path>', 'the file', filePathArgument)
    .addHelpText('after', examples('file cat web /etc/hostname'))
    .action((name: string, path: string) => act((context) => pull(context, { name, path, file: '-' })));
  file
    .command('pull')
    .summary('copy a file, or a folder, from a container')
    .description(operations['file.read'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path>', 'the file', filePathArgument)
    .argument('[file]', 'where to; its own name, here, when left out, and - for stdout')
    .option('--recursive', 'a folder with all that is in it')
    .addHelpText(
      'after',
      examples(
        'file pull web /var/log/nginx/access.log',
        'file pull web /srv/dump.sql - | gzip > dump.gz',
        'file pull web /etc/nginx --recursive',
      ),
    )
    .action((...[name, path, to, { recursive = false }]: PullArguments) =>
      act((context) =>
        recursive ? pullFolder(context, { name, path, to }) : pull(context, { name, path, file: to ?? nameOf(path) }),
      ),
    );
  file
    .command('push')
    .summary('copy a file to a container')
    .description(operations['file.write'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<file>', 'the file; - for stdin')
    .argument('<path>', 'where to; a folder that is there takes it under its own name', filePathArgument)
    .option('--replace', 'replace a file that is there')
    .option('--snapshot', 'with --replace: take a snapshot first')
    .option('--mode <mode>', 'in octal digits', modeArgument)
    .option('--owner <owner>', 'USER[:GROUP], by ids of the container', ownerArgument)
    .addHelpText(
      'after',
      examples(
        'file push web index.html /srv/www',
        'file push web - /etc/motd --replace < motd',
        'file push web app.conf /etc/app.conf --mode 0640 --owner 0:33',
      ),
    )
    .action((...[name, from, path, options]: PushArguments) =>
      act((context) => push(context, { name, path, file: from }, options)),
    );
}

interface PullOptions {
  readonly recursive?: boolean;
}

type PullArguments = [name: string, path: string, to: string | undefined, options: PullOptions];
type PushArguments = [name: string, file: string, path: string, options: PushOptions];

interface Copy {
  readonly name: string;
  /** Gives the path in the container. */
  readonly path: string;
  /** Names the file on this machine; `-` means a stream. */
  readonly file: string;
}

interface PushOptions {
  readonly snapshot?: boolean;
  readonly replace?: boolean;
  readonly mode?: number;
  readonly owner?: OwnerArgument;
}

async function pull(context: CommandContext, copy: Copy): Promise<undefined> {
  const { output } = context;
  const isStdout = copy.file === '-';
  if (isStdout && output.isJson) throw new UsageError('with --json the content needs a file: file pull NAME PATH FILE');
  if (copy.file === '') throw new UsageError('the root is a folder; name a file');
  const bytes = await withClient(context, (client) =>
    isStdout
      ? receive(context, client, { copy, write: (piece) => output.writeBytes(piece) })
      : writeWhole(copy.file, (write) => receive(context, client, { copy, write })),
  );
  if (isStdout) return;
  if (output.isJson) await output.json({ done: { container: copy.name, path: copy.path, file: copy.file, bytes } });
  else await output.note(`copied ${copy.path} of ${copy.name} to ${copy.file}: ${formatBytes(bytes)}`);
}

async function receive(
  { output, environment, signal }: CommandContext,
  client: Client,
  { copy: { name, path }, write }: { readonly copy: Copy; readonly write: (piece: Uint8Array) => Promise<void> },
): Promise<number> {
  const progress = createProgressLine(environment.stderr, output);
  const begun = environment.now();
  const isShown = environment.stderr.isTTY === true && environment.stdout.isTTY !== true && !output.isQuiet;
  let [doneBytes, totalBytes] = [0, 0];
  const call = client.stream('file.read', { name, path }, { signal });
  try {
    for await (const item of call) {
      if (item.type === 'file') {
        totalBytes = item.file.bytes;
        continue;
      }
      await write(item.data);
      doneBytes += item.data.length;
      if (isShown)
        await progress.show(
          describeTransfer({ doneBytes, totalBytes, seconds: environment.now() - begun }, formatBytes),
        );
    }
  } finally {
    await progress.clear();
  }
  return (await call.result).bytes;
}

async function push(context: CommandContext, copy: Copy, options: PushOptions): Promise<undefined> {
  const { output, environment, signal } = context;
  if (copy.file === '-' && environment.stdin.isTTY === true)
    throw new UsageError('give the content on stdin: file push NAME - PATH < FILE');
  const { pieces, bytes } = await openArchive(copy.file, environment.stdin, signal);
  const isOfThisHost = context.host.kind === 'local' && bytes !== undefined;
  const content = isOfThisHost ? { path: copy.file } : { pieces };
  await withClient(context, async (client) => {
    const path = await targetOf(client, copy, signal);
    const { replace = false, mode, owner, snapshot = false } = options;
    if (replace && snapshot)
      await takeSnapshotFirst(context, client, { name: copy.name, paths: [path], before: 'replacement' });
    const params = { name: copy.name, path, replace, ...(mode !== undefined && { mode }), ...owner };
    const { file } = await send(context, client, { params, content, bytes });
    if (output.isJson) await output.json({ done: { container: copy.name, path, ...fileRow(file) } });
    else await output.note(`copied ${copy.file} to ${path} of ${copy.name}: ${formatBytes(file.bytes)}`);
  });
}

/** A folder takes the file under its own name. */
async function targetOf(client: Client, { name, path, file }: Copy, signal: AbortSignal): Promise<string> {
  if (file === '-') return path;
  try {
    const there = await client.request('file.status', { name, path, follow: true }, { signal });
    return there.file.kind === 'folder' ? joinPath(path, basename(file)) : path;
  } catch (error) {
    if (isFailure(error, 'file-not-found')) return path;
    throw error;
  }
}

interface Sending {
  readonly params: Push['params'];
  readonly content: Push['content'];
  readonly bytes: number | undefined;
}

async function send(
  { output, environment, signal }: CommandContext,
  client: Client,
  { params, content, bytes }: Sending,
): Promise<Result<'file.write'>> {
  const progress = createProgressLine(environment.stderr, output);
  const begun = environment.now();
  const isShown = environment.stderr.isTTY === true && !output.isQuiet;
  const onReceived = async (doneBytes: number): Promise<void> => {
    const transfer = { doneBytes, totalBytes: bytes, seconds: environment.now() - begun };
    if (isShown) await progress.show(describeTransfer(transfer, formatBytes));
  };
  try {
    return await pushFile(client, { params, content, onReceived, signal });
  } finally {
    await progress.clear();
  }
}
