// SPDX-License-Identifier: Apache-2.0
/** All that a command touches outside itself. A test hands in its own; the program hands in the process's. */

import type { Readable, Writable } from 'node:stream';
import type { ReadClientFacts } from '../hosts/doctor/client-facts.ts';
import type { Host } from '../hosts/parse-host.ts';
import type { Transport } from '../rpc/transport.ts';
import type { Switch } from '../switch/switch.ts';

export interface InputStream extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What a command touches that works with files alone. */
export interface FileCommandEnvironment {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Seconds since the epoch. */
  now(): number;
  /** Calls the listener when the user or the system wants the program to end; gives the way to stop that. */
  onInterrupt(listener: () => void): () => void;
}

/** What root does on this machine without the helper. */
export interface LocalSwitch {
  readonly steps: Switch;
  /** Installs packages by apt, which asks on the terminal; gives the exit code of apt. */
  install(packages: readonly string[]): Promise<number>;
}

export interface CommandEnvironment extends FileCommandEnvironment {
  /** Gives the version of bulkheadctl itself. */
  readonly version: string;
  openHost(host: Host, signal: AbortSignal): Promise<Transport>;
  /** What this machine says of its helper when that does not answer. */
  readonly readClientFacts: ReadClientFacts;
  /** Opens the switch to SELinux of this machine; undefined for a user without rights. */
  openSwitch(): LocalSwitch | undefined;
  /** Makes the terminal leave what is written to it as it is, once stdin is in raw mode. It ends with raw mode. */
  leaveOutputAsIs(): void;
}
