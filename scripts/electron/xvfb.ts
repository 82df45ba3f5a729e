// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a display in memory. It listens on no network, lets in only who holds its cookie, and ends with the process
 * that started it.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface VirtualDisplay {
  /** Becomes the environment variable DISPLAY. */
  readonly display: string;
  /** Keeps the present contents of the screen in an XWD file. */
  saveContents(path: string): Promise<void>;
  stop(): Promise<void>;
}

export interface VirtualDisplayOptions {
  /** An empty folder for the screen's memory. */
  readonly folder: string;
  readonly authority: string;
  readonly width: number;
  readonly height: number;
}

export async function startVirtualDisplay(options: VirtualDisplayOptions): Promise<VirtualDisplay> {
  const { folder, authority, width, height } = options;
  const screen = ['-screen', '0', `${width}x${height}x24`, '-fbdir', folder];
  const server = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', '--', 'Xvfb', '-displayfd', '3', '-nolisten', 'tcp', '-auth', authority, ...screen],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      // Not in the terminal's process group: after Ctrl-C the windows close first, and the display then.
      detached: true,
    },
  );
  let complaint = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  const ended = once(server, 'exit').catch((error: unknown) => (complaint = String(error)));
  const number = await firstLine(server.stdio[3] as Readable);
  if (number === '') {
    await ended;
    throw new Error(`cannot start Xvfb: ${complaint.trim() || 'it gave no reason'}`);
  }
  return {
    display: `:${number}`,
    saveContents: (path) => copyFile(join(folder, 'Xvfb_screen0'), path),
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/** Empty when the stream ends without a line. */
async function firstLine(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}
