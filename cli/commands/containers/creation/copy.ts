// SPDX-License-Identifier: Apache-2.0
/** `copy`: a container from one host to another, with no file in between. */

import { describeTransfer } from '../../../../contract/wording/describe-transfer.ts';
import { isFailure } from '../../../../contract/errors.ts';
import { formatHost, type Host } from '../../../../hosts/parse-host.ts';
import { type Client, ConnectionClosedError } from '../../../../rpc/client.ts';
import { pipeContainer, type PipedContainer, PipeError, type PipeProgress } from '../../../../rpc/pipe-container.ts';
import {
  hostArgument,
  imageArgument,
  nameArgument,
  networkArgument,
  snapshotArgument,
} from '../../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { examples } from '../../../format/help-text.ts';
import { formatBytes } from '../../../output/format-quantity.ts';
import { createProgressLine } from '../../../output/progress-line.ts';
import type { Registry } from '../../../registry.ts';
import { CopyError } from '../../../transfer/copy-error.ts';
import { UsageError } from '../../../usage-error.ts';
import { type EngineOptions, engineParams, memberWords, poolWords } from '../engine-options.ts';

export function addCopy({ program, act }: Registry): void {
  program
    .command('copy')
    .summary('copy a container to another host')
    .description(
      'Sends a container to another host: what the one exports is what the other imports, and nothing is kept on this ' +
        'machine. Without all of it the other host creates nothing. A move stops the container first, and leaves it, ' +
        'stopped: look at the copy before you remove it.',
    )
    .argument('<name>', 'the container', nameArgument)
    .requiredOption('--to <host>', 'local, lab, or ssh://[user@]host[:port]', hostArgument)
    .option('--as <name>', 'its name there', nameArgument)
    .option('--snapshot <snapshot>', 'its files at that time, and not those of now', snapshotArgument)
    .option('--image <image>', 'the image there that its files lie on, where it has another name', imageArgument)
    .option('--network <network>', 'nat, none, or bridge:NAME, instead of what it has', networkArgument)
    .option('--pool <pool>', poolWords)
    .option('--member <member>', memberWords, nameArgument)
    .option('--move', 'stop it before, and start it again if the copy fails')
    .option('--start', 'start the copy')
    .addHelpText(
      'after',
      examples('copy web --to ssh://ops@edge-2', 'copy web --to ssh://ops@edge-2 --as web-2 --move --start'),
    )
    .action((name: string, options: CopyOptions) => act((context) => copy(context, name, options)));
}

interface CopyOptions extends EngineOptions {
  readonly to: Host;
  readonly as?: string;
  readonly snapshot?: string;
  readonly image?: string;
  readonly move?: boolean;
  readonly start?: boolean;
}

async function copy(context: CommandContext, name: string, options: CopyOptions): Promise<undefined> {
  const { to, as: other = name, move = false, snapshot } = options;
  if (move && snapshot !== undefined) throw new UsageError('a move takes the files of now: leave out --snapshot');
  if (formatHost(to) === formatHost(context.host) && other === name)
    throw new UsageError('a copy on the same host needs another name: --as NAME');
  engineParams(options);
  await withClient(context, (from) =>
    withClient({ ...context, host: to }, async (target) => {
      const wasStopped = move && (await stopFirst(context, from, name));
      let piped: PipedContainer;
      try {
        piped = await pipe(context, { from, to: target, name, options });
      } catch (error) {
        if (wasStopped) await startAgain(context, from, name);
        throw error;
      }
      if (options.start === true) await startCopy(context, target, { name: other, host: to });
      await tellCopied(context, piped, { name, host: to, isMove: move });
    }),
  );
}

/** Stops the container if it runs. Gives whether it ran. */
async function stopFirst({ output, signal }: CommandContext, from: Client, name: string): Promise<boolean> {
  const { containers } = await from.request('container.list', {}, { signal });
  const state = containers.find((one) => one.name === name)?.state;
  if (state === undefined || state === 'stopped') return false;
  await output.note(`stopping ${name}`);
  await from.request('container.stop', { name, force: state === 'frozen' }, { signal });
  return true;
}

/**
 * Starts the container again, after a cancelled copy too. What fails of that is said, and is not why the command fails.
 */
async function startAgain({ output }: CommandContext, from: Client, name: string): Promise<void> {
  try {
    await from.request('container.start', { name });
  } catch (error) {
    await output.complain(`bulkheadctl: cannot start ${name} again: ${messageOf(error)}\n`);
  }
}

async function startCopy(
  { signal }: CommandContext,
  to: Client,
  { name, host }: { readonly name: string; readonly host: Host },
): Promise<void> {
  try {
    await to.request('container.start', { name }, { signal });
  } catch (error) {
    if (isFailure(error, 'cancelled')) throw error;
    throw new CopyError(`cannot start the copy ${name} on ${formatHost(host)}, where it is: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

interface Copying {
  readonly from: Client;
  readonly to: Client;
  readonly name: string;
  readonly options: CopyOptions;
}

async function pipe(context: CommandContext, { from, to, name, options }: Copying): Promise<PipedContainer> {
  const { snapshot, image, as: other } = options;
  const exported = { name, ...(snapshot !== undefined && { snapshot }) };
  const imported = {
    name: other ?? name,
    ...(image !== undefined && { image }),
    ...engineParams(options),
  };
  const shown = createShownProgress(context);
  try {
    return await pipeContainer({ from, to, exported, imported }, { signal: context.signal, onProgress: shown.show });
  } catch (error) {
    throw error instanceof PipeError
      ? inWords(error, { from: context.host, to: options.to, name: imported.name })
      : error;
  } finally {
    await shown.end();
  }
}

const stepWords: Readonly<Record<PipeProgress['step'], string>> = {
  check: 'checking what was asked for',
  freeze: 'freezing it and copying its files',
  copy: 'copying its files',
  send: 'sending its files',
  image: 'making an image of it there',
  upload: 'giving the image to Incus there',
  create: 'creating the container there',
};

/** Lines that do not wait for one another's end would mix. */
function createShownProgress({ output, environment }: CommandContext): {
  readonly show: (progress: PipeProgress) => void;
  readonly end: () => Promise<void>;
} {
  const line = createProgressLine(environment.stderr, output);
  const changes = environment.stderr.isTTY === true;
  let written: Promise<void> = Promise.resolve();
  let last: PipeProgress['step'] | undefined;
  let begun: number | undefined;
  return {
    show(progress) {
      const { step } = progress;
      const isNew = step !== last;
      last = step;
      if (output.isQuiet || output.isJson || (!changes && !isNew)) return;
      let text = stepWords[step];
      if (step === 'send' && changes) {
        begun ??= environment.now();
        text += `: ${describeTransfer({ ...progress, seconds: environment.now() - begun }, formatBytes)}`;
      }
      written = written.then(() => line.show(text)).catch(() => undefined);
    },
    async end() {
      await written;
      await line.clear();
    },
  };
}

interface Ends {
  readonly from: Host;
  readonly to: Host;
  /** Names the copy. */
  readonly name: string;
}

/** Names the host that could not do its part. */
function inWords(error: PipeError, { from, to, name }: Ends): CopyError {
  const host = formatHost(error.side === 'from' ? from : to);
  const { cause } = error;
  if (error.isUncertain)
    return new CopyError(
      `cannot say what became of the copy: the connection to ${host} was lost after all had been sent; look there for ` +
        `a container ${name}`,
      { cause },
    );
  return new CopyError(
    cause instanceof ConnectionClosedError
      ? `cannot copy it: the connection to ${host} was lost; no part of a copy is left on either host`
      : `cannot copy it: ${host} says: ${error.message}`,
    { cause },
  );
}

async function tellCopied(
  { output }: CommandContext,
  { container, bytes, sha256 }: PipedContainer,
  { name, host, isMove }: { readonly name: string; readonly host: Host; readonly isMove: boolean },
): Promise<void> {
  const there = formatHost(host);
  if (output.isJson) {
    await output.json({ done: { container: container.name, host: there, bytes, sha256 } });
    return;
  }
  if (!output.isQuiet) await output.write(`copied ${name} to ${there} as ${container.name}\n`);
  await output.note(`${formatBytes(bytes)} were sent, SHA-256 ${sha256}`);
  if (isMove)
    await output.note(`${name} is still here, stopped; once you have looked at the copy: bulkheadctl rm ${name}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
