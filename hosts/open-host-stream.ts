// SPDX-License-Identifier: Apache-2.0
/** Opens the bytes of a connection to a host's helper, whichever way leads there. */

import type { Duplex } from 'node:stream';
import { helperSocket } from '../contract/helper-socket.ts';
import type { LocalStreamOptions } from './local-stream.ts';
import { openLocalStream } from './local-stream.ts';
import type { Host } from './parse-host.ts';
import { openSshStream } from './ssh-stream.ts';

export interface OpenHostOptions {
  /** Gives up the attempt; a stream that is already open stays. */
  readonly signal: AbortSignal;
  /** Says whether ssh may ask its user on the terminal; false when left out. */
  readonly isInteractive?: boolean;
  /** Added to the environment of ssh: who answers its questions. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The control socket at which other ssh processes are to find the connection. */
  readonly sharedAt?: string;
  /** Names the ssh program. */
  readonly program?: string;
  /** Names another path than {@link helperSocket}, here or on the other machine. */
  readonly socketPath?: string;
  /** Says who serves the local socket; the kernel is asked when this is left out. */
  readonly peerUid?: NonNullable<LocalStreamOptions['peerUid']>;
}

/**
 * Rejects with a HostUnreachableError, HostForbiddenError or HostImpostorError, or with the signal's reason.
 * Over ssh a failure may come later: the stream is then destroyed with such an error.
 */
export function openHostStream(host: Host, options: OpenHostOptions): Promise<Duplex> {
  const { signal, socketPath = helperSocket, isInteractive = false, environment = {}, peerUid, ...rest } = options;
  if (host.kind === 'local') return openLocalStream({ socketPath, signal, ...(peerUid && { peerUid }) });
  return openSshStream(host, { ...rest, socketPath, signal, isInteractive, environment });
}
