// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the bytes of a connection to a known host. With an askpass, ssh may ask the person meanwhile; with agents, so may
 * polkit on that host as long as the connection lasts.
 */

import type { Duplex } from 'node:stream';
import { openHostStream } from '../../hosts/open-host-stream.ts';
import { shareConnection, type SharedConnection, untilShared } from '../../hosts/shared-connection.ts';
import { runAgent } from '../../hosts/polkit-agent/run-agent.ts';
import type { RemoteHost } from '../../hosts/ssh-arguments.ts';
import type { PolkitAgents } from '../../rpc/polkit/polkit-agents.ts';
import type { Askpass } from './askpass.ts';
import type { KnownHost } from './host-list.ts';

export interface DialOptions {
  readonly signal: AbortSignal;
  readonly localSocket: string;
  /** Left out: ssh asks nothing, and fails where it would have to. */
  readonly askpass?: Askpass;
  /** Left out: what needs a password on that host is not authorised. */
  readonly agents?: PolkitAgents;
  /** Names the language in which polkit asks, in two letters. */
  readonly language?: string;
  /** Names the ssh program. */
  readonly program?: string;
}

/** An agent that needs longer is registered while the connection is already used. */
const agentTimeoutMs = 15_000;

export async function dialHost(known: KnownHost | undefined, options: DialOptions): Promise<Duplex> {
  const { signal, localSocket } = options;
  if (known === undefined) throw new Error('it is not in the list of hosts');
  const { id, label, host } = known;
  if (host.kind === 'local') return openHostStream(host, { signal, socketPath: localSocket });
  return dialRemote({ id, label, host }, options);
}

type RemoteKnownHost = KnownHost & { readonly host: RemoteHost };

async function dialRemote(known: RemoteKnownHost, options: DialOptions): Promise<Duplex> {
  const { signal, askpass, agents, language = 'en', program = 'ssh' } = options;
  const shared = agents && (await shareConnection(known.host, { program, signal }));
  const session = await askpass?.open(known);
  const close = (): void => {
    void session?.close();
    shared?.close();
  };
  try {
    const stream = await openHostStream(known.host, {
      signal,
      program,
      isInteractive: session !== undefined,
      ...(session && { environment: session.environment }),
      ...(shared?.isOurs === true && { sharedAt: shared.path }),
    });
    stream.once('close', close);
    if (agents !== undefined && shared !== undefined)
      await untilAttended(stream, signal, (gone) => attend({ known, shared, agents, language, program }, gone));
    return stream;
  } catch (error) {
    close();
    throw error;
  }
}

interface Attending {
  readonly known: RemoteKnownHost;
  readonly shared: SharedConnection;
  readonly agents: PolkitAgents;
  readonly language: string;
  readonly program: string;
}

async function attend({ known, shared, agents, ...how }: Attending, gone: AbortSignal): Promise<void> {
  const agentOfHost = { ...how, host: known.host, sharedAt: shared.path };
  const begun = untilShared(shared.path, gone)
    .then(() => within(agents.attend({ ...known, run: (onPrompt) => runAgent({ ...agentOfHost, onPrompt }) }, gone)))
    // A connection that is not shared has no agent.
    .catch(() => undefined);
  // It is not known here whether ssh keeps to the person's own configuration.
  await (shared.isOurs ? begun : within(begun));
}

/** Rejects with the reason of the stream's end, or of the signal, when that comes first. */
async function untilAttended(
  stream: Duplex,
  signal: AbortSignal,
  begin: (gone: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  let fault: Error | undefined;
  const note = (error: Error): void => void (fault = error);
  const hangUp = (): void => void stream.destroy();
  stream.on('error', note).once('close', () => gone.abort());
  signal.addEventListener('abort', hangUp, { once: true });
  if (signal.aborted) hangUp();
  await begin(gone.signal);
  signal.removeEventListener('abort', hangUp);
  signal.throwIfAborted();
  if (stream.destroyed) throw fault ?? new Error('the helper ended the connection');
  stream.off('error', note);
}

function within(begun: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, agentTimeoutMs);
    void begun.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
