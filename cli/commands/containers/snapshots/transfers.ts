// SPDX-License-Identifier: Apache-2.0
/** `export` and `import`: a container as one file, from one host to another. */

import { describeTransfer } from '../../../../contract/wording/describe-transfer.ts';
import { operations, type Result } from '../../../../contract/operations/index.ts';
import type { ExportStep, ImportStep } from '../../../../contract/operations/containers/transfer.ts';
import type { Client } from '../../../../rpc/client.ts';
import { imageArgument, nameArgument, networkArgument, snapshotArgument } from '../../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { describeContainers } from '../../../format/container-row.ts';
import { examples } from '../../../format/help-text.ts';
import { openArchive } from '../../../transfer/open-archive.ts';
import { sendPieces, sendWhile } from '../../../transfer/send-archive.ts';
import { writeWhole } from '../../../transfer/write-whole.ts';
import { formatBytes } from '../../../output/format-quantity.ts';
import { createProgressLine } from '../../../output/progress-line.ts';
import type { Registry } from '../../../registry.ts';
import { type EngineOptions, engineParams, memberWords, poolWords } from '../engine-options.ts';
import { UsageError } from '../../../usage-error.ts';

export function addTransfers({ program, act }: Registry): void {
  program
    .command('export')
    .summary('write a container to one file')
    .description(operations['container.export'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('[file]', 'where to; stdout when left out, or -', '-')
    .option('--snapshot <snapshot>', 'its files at that time, and not those of now', snapshotArgument)
    .addHelpText('after', examples('export web web.tar.gz', 'export web --snapshot before-upgrade > web.tar.gz'))
    .action((name: string, file: string, options: ExportOptions) =>
      act((context) => exportTo(context, { name, file, options })),
    );
  program
    .command('import')
    .summary('create a container from an export')
    .description(operations['container.import'].summary)
    .argument('[name]', 'another name than it had', nameArgument)
    .option('--file <file>', 'the file; stdin when left out', '-')
    .option(
      '--image <image>',
      'the image of this host that its files lie on, where it has another name here',
      imageArgument,
    )
    .option('--network <network>', 'nat, none, or bridge:NAME, instead of what it had', networkArgument)
    .option('--pool <pool>', poolWords)
    .option('--member <member>', memberWords, nameArgument)
    .addHelpText(
      'after',
      examples(
        'import < web.tar.gz',
        'import web-2 --file web.tar.gz',
        'import web --network nat < web.tar.gz',
        'import web --pool fast < web.tar.gz',
      ),
    )
    .action((name: string | undefined, options: ImportOptions) => act((context) => importFrom(context, name, options)));
}

interface ExportOptions {
  readonly snapshot?: string;
}

interface ImportOptions extends EngineOptions {
  readonly file: string;
  readonly image?: string;
}

const exportWords: Readonly<Record<ExportStep, string>> = {
  check: 'checking what was asked for',
  freeze: 'freezing it and copying its files',
  copy: 'copying its files',
  send: 'packing',
};

const importWords: Readonly<Record<ImportStep, string>> = {
  check: 'checking what was asked for',
  receive: 'unpacking',
  image: 'making an image of it',
  upload: 'giving the image to Incus',
  create: 'creating the container',
};

async function exportTo(
  context: CommandContext,
  {
    name,
    file,
    options: { snapshot },
  }: { readonly name: string; readonly file: string; readonly options: ExportOptions },
): Promise<undefined> {
  const { output, environment } = context;
  const isStdout = file === '-';
  if (isStdout && environment.stdout.isTTY === true)
    throw new UsageError('an export is no text: name a file, or send it on with > or |');
  if (isStdout && output.isJson) throw new UsageError('with --json the export needs a file');
  const params = { name, ...(snapshot !== undefined && { snapshot }) };
  const done = await withClient(context, (client) =>
    isStdout
      ? receive(context, client, { params, write: (bytes) => output.writeBytes(bytes) })
      : writeWhole(file, (write) => receive(context, client, { params, write })),
  );
  if (output.isJson) await output.json({ done: { container: name, file, ...done } });
  else await output.note(`exported ${name}: ${formatBytes(done.bytes)}, SHA-256 ${done.sha256}`);
}

async function receive(
  { output, environment, signal }: CommandContext,
  client: Client,
  {
    params,
    write,
  }: { readonly params: { readonly name: string }; readonly write: (bytes: Uint8Array) => Promise<void> },
): Promise<Result<'container.export'>> {
  const progress = createProgressLine(environment.stderr, output);
  const begun = environment.now();
  const changes = environment.stderr.isTTY === true;
  let doneBytes = 0;
  const call = client.stream('container.export', params, { signal });
  try {
    for await (const item of call) {
      if (item.type === 'step') {
        if (!output.isQuiet) await progress.show(exportWords[item.step]);
        continue;
      }
      await write(item.data);
      doneBytes += item.data.length;
      const transfer = { doneBytes, totalBytes: undefined, seconds: environment.now() - begun };
      if (changes && !output.isQuiet)
        await progress.show(`${exportWords.send}: ${describeTransfer(transfer, formatBytes)}`);
    }
  } finally {
    await progress.clear();
  }
  return call.result;
}

async function importFrom(
  context: CommandContext,
  name: string | undefined,
  { file, image, ...engine }: ImportOptions,
): Promise<undefined> {
  const { environment } = context;
  const chosen = engineParams(engine);
  if (file === '-' && environment.stdin.isTTY === true)
    throw new UsageError('give the file that export wrote: --file FILE, or < FILE');
  const archive = await openArchive(file, environment.stdin, context.signal);
  await withClient(context, async (client) => {
    const params = {
      ...(name !== undefined && { name }),
      ...(image !== undefined && { image }),
      ...chosen,
    };
    const end = new AbortController();
    const signal = AbortSignal.any([context.signal, end.signal]);
    const call = client.channel('container.import', params, { signal });
    const sendAll = (): Promise<void> => sendPieces(archive.pieces, call.send);
    const sending = { sendAll, end, signal: context.signal };
    const imported = await sendWhile(sending, async () => {
      await followImport(context, call, archive.bytes);
      return call.result;
    });
    await tellImported(context, client, imported);
  });
}

async function tellImported(
  { output, environment, signal }: CommandContext,
  client: Client,
  container: Result<'container.import'>,
): Promise<void> {
  const [row] = await describeContainers(client, [container], { signal, now: environment.now() });
  if (output.isJson) await output.json({ done: row });
  else if (!output.isQuiet) await output.write(`imported ${container.name}\n`);
}

async function followImport(
  { output, environment }: CommandContext,
  call: AsyncIterable<ImportProgress>,
  totalBytes: number | undefined,
): Promise<void> {
  const progress = createProgressLine(environment.stderr, output);
  const begun = environment.now();
  const changes = environment.stderr.isTTY === true;
  let last: ImportStep | undefined;
  try {
    for await (const { step, receivedBytes, files, bytes } of call) {
      if (output.isQuiet) continue;
      if (output.isJson) await output.json({ step, received_bytes: receivedBytes, files, bytes });
      else if (changes || step !== last) {
        const transfer = { doneBytes: receivedBytes, totalBytes, seconds: environment.now() - begun };
        const words = importWords[step];
        if (step === 'receive') await progress.show(`${words}: ${describeTransfer(transfer, formatBytes)}`);
        else await progress.show(step === 'upload' ? `${words}: ${formatBytes(bytes)}` : words);
      }
      last = step;
    }
  } finally {
    await progress.clear();
  }
}

interface ImportProgress {
  readonly step: ImportStep;
  readonly receivedBytes: number;
  readonly files: number;
  readonly bytes: number;
}
