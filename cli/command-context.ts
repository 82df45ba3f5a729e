// SPDX-License-Identifier: Apache-2.0
/** What a command's action gets, and how it talks to the helper. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describeVersions } from '../contract/wording/describe-versions.ts';
import { isFailure } from '../contract/errors.ts';
import { HostUnreachableError } from '../hosts/host-errors.ts';
import { formatHost, type Host } from '../hosts/parse-host.ts';
import { type Client, ConnectionClosedError } from '../rpc/client.ts';
import { connect } from '../rpc/connect.ts';
import { type Output, OutputClosedError } from './output/output.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { CopyError } from './transfer/copy-error.ts';

export interface CommandContext {
  readonly host: Host;
  /** One, but for a command that takes several; the first is `host`. */
  readonly hosts: readonly Host[];
  readonly output: Output;
  readonly environment: CommandEnvironment;
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Gives the exit code; 0 when left out. */
export type Action = (context: CommandContext) => Promise<number | undefined>;

/** Milliseconds within which a helper must greet; a slow emulated one takes about a second. */
const greetingTimeoutMs = 20_000;

const whereToLook = 'see journalctl -u bulkhead-listener -u bulkhead-helper on that host';

/** Milliseconds within which the end of a connection follows a failed write. */
const endMs = 100;

/** Connects, lets the work use the helper, and always disconnects at the end. */
export async function withClient<T>(context: CommandContext, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(context);
  try {
    await noteOlderHelper(context, client.version);
    return await work(client);
  } catch (error) {
    throw await afterEnd(error, client.closed);
  } finally {
    client.close();
  }
}

/** Runs work that has no end of its own: Ctrl-C ends it, and that is no failure. */
export async function untilInterrupted({ signal }: CommandContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(signal.aborted && isFailure(error, 'cancelled'))) throw error;
  }
}

/** A newer helper serves this version too; an older one may not. */
async function noteOlderHelper({ output, environment }: CommandContext, helper: string): Promise<void> {
  const difference = describeVersions({ helper, client: environment.version }, 'bulkheadctl');
  if (difference?.older === 'helper') await output.note(`bulkheadctl: ${difference.what}. ${difference.next}`);
}

async function openClient({ host, environment, signal }: CommandContext): Promise<Client> {
  const transport = await environment.openHost(host, signal);
  const ended = new Promise<string | undefined>((resolve) => transport.onClose(resolve));
  const timeout = AbortSignal.timeout(greetingTimeoutMs);
  const enough = AbortSignal.any([signal, timeout]);
  const hangUp = (): void => transport.close();
  if (enough.aborted) hangUp();
  enough.addEventListener('abort', hangUp, { once: true });
  try {
    return await connect(transport);
  } catch (error) {
    signal.throwIfAborted();
    const cause = await afterEnd(error, ended);
    if (!(cause instanceof ConnectionClosedError)) throw cause;
    const reason = timeout.aborted ? `the listener does not greet; ${whereToLook}` : reasonOf(cause);
    throw new HostUnreachableError(formatHost(host), reason);
  } finally {
    enough.removeEventListener('abort', hangUp);
  }
}

/** When a connection ends, a write into it may fail first; its error says less than the reason for the end. */
async function afterEnd(error: unknown, ended: Promise<string | undefined>): Promise<unknown> {
  const isSaid =
    isFailure(error) ||
    error instanceof ConnectionClosedError ||
    error instanceof OutputClosedError ||
    error instanceof CopyError;
  if (isSaid) return error;
  return Promise.race([ended.then((reason) => new ConnectionClosedError(reason)), sleep(endMs, error)]);
}

/** The carrier's message, without the parts that only say that the connection ended. */
function reasonOf(error: ConnectionClosedError): string {
  const [, reason] = /has ended: (.*)$/s.exec(error.message) ?? [];
  if (reason === undefined || /EPIPE|ECONNRESET/.test(reason)) return `the helper hung up; ${whereToLook}`;
  return reason.replace(/^cannot reach the host [^ ]+: /, '');
}
