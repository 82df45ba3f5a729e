// SPDX-License-Identifier: Apache-2.0
/** Declares what is used of Cockpit's own script, `base1/cockpit.js`. */

export interface CockpitApi {
  channel(options: ChannelOptions): CockpitChannel;
  /** Names the language that the person chose at the login, such as `de` or `pt_BR`. */
  readonly language: string;
  readonly transport: {
    /** Calls back when the host of the page is known. */
    wait(callback: () => void): void;
    /** Names the host of the page: `localhost`, or another one that Cockpit reaches by ssh. */
    readonly host: string | undefined;
  };
}

/**
 * Opens a channel. Without `superuser` the bridge that runs as the logged-in user serves it, and
 * nothing here ever asks for another.
 */
type ChannelOptions = SocketOptions | ProgramOptions | FileOptions;

export interface SocketOptions {
  readonly payload: 'stream';
  /** Names the socket to connect to. */
  readonly unix: string;
  /** Passes bytes as they are. */
  readonly binary: true;
  /** Has the bridge say how many bytes it took. */
  readonly 'send-acks': 'bytes';
}

/** Runs a program on a terminal. */
interface ProgramOptions {
  readonly payload: 'stream';
  readonly spawn: readonly string[];
  readonly pty: true;
  readonly binary: true;
}

/** Reads a file. */
interface FileOptions {
  readonly payload: 'fsread1';
  readonly path: string;
  readonly binary: true;
}

/** Says how a channel ended. Both are null or left out when the other side has simply hung up. */
export interface ChannelEnd {
  /** Holds Cockpit's own name of the problem, such as `terminated`, `not-found`, `access-denied` or `disconnected`. */
  readonly problem?: string | null;
  readonly message?: string | null;
}

interface ChannelEvents {
  ready: unknown;
  message: Uint8Array;
  control: { readonly command: string; readonly bytes?: unknown };
  close: ChannelEnd;
}

export interface CockpitChannel {
  addEventListener<Name extends keyof ChannelEvents>(
    name: Name,
    listener: (event: unknown, value: ChannelEvents[Name]) => void,
  ): void;
  send(data: Uint8Array): void;
  close(): void;
}
