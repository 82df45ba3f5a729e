// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a host for a command, with an agent of polkit where somebody sits at the terminal: on this host one that asks
 * by itself, on one over ssh one whose questions are asked here.
 */

import { openHost } from '../hosts/open-host.ts';
import { formatHost, type Host } from '../hosts/parse-host.ts';
import { runAgent } from '../hosts/polkit-agent/run-agent.ts';
import { runOwnAgent } from '../hosts/polkit-agent/run-own-agent.ts';
import { shareConnection, untilShared } from '../hosts/shared-connection.ts';
import type { RemoteHost } from '../hosts/ssh-arguments.ts';
import type { Transport } from '../rpc/transport.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { createPolkitQuestions } from './terminal/answer-polkit.ts';

type Streams = Pick<CommandEnvironment, 'stdin' | 'stderr'>;

export async function openAttended(host: Host, signal: AbortSignal, environment: Streams): Promise<Transport> {
  if (environment.stdin.isTTY !== true) return openHost(host, { signal });
  return host.kind === 'local' ? openLocal(host, signal) : openRemote(host, signal, environment);
}

async function openLocal(host: Host, signal: AbortSignal): Promise<Transport> {
  // polkit says yes to root.
  const agent = process.getuid?.() === 0 ? undefined : runOwnAgent();
  try {
    // The agent has to be ready before the connection, which the helper keeps for some seconds only until it is
    // greeted.
    await agent?.ready;
    const transport = await openHost(host, { signal });
    transport.onClose(() => agent?.end());
    return transport;
  } catch (error) {
    agent?.end();
    throw error;
  }
}

async function openRemote(host: RemoteHost, signal: AbortSignal, environment: Streams): Promise<Transport> {
  const shared = await shareConnection(host, { signal });
  const gone = new AbortController();
  try {
    const transport = await openHost(host, {
      signal,
      isInteractive: true,
      ...(shared?.isOurs === true && { sharedAt: shared.path }),
    });
    transport.onClose(() => {
      gone.abort();
      shared?.close();
    });
    // A connection that is not shared has no agent.
    if (shared !== undefined)
      await attend(host, { sharedAt: shared.path, gone: gone.signal, environment }).catch(() => undefined);
    return transport;
  } catch (error) {
    shared?.close();
    throw error;
  }
}

interface Attending {
  readonly sharedAt: string;
  /** Aborts when the connection has ended. */
  readonly gone: AbortSignal;
  readonly environment: Streams;
}

/** Resolves when polkit can ask, or when there is no agent on that host. */
async function attend(host: RemoteHost, { sharedAt, gone, environment }: Attending): Promise<void> {
  await untilShared(sharedAt, gone);
  const questions = createPolkitQuestions({
    environment,
    host: formatHost(host),
    onAnswer: (line) => agent.answer(line),
    // What it asked for is denied, and the command says so.
    onCancel: () => agent.end(),
  });
  const agent = runAgent({ host, sharedAt, language: 'en', onPrompt: questions.show });
  gone.addEventListener('abort', () => {
    questions.end();
    agent.end();
  });
  await agent.ready;
}
