// SPDX-License-Identifier: Apache-2.0
/**
 * The real bridge of Cockpit, `cockpit-bridge`, as a process of the test, with the part of Cockpit's script that the page
 * uses. It speaks Cockpit's protocol on its standard input and output, as to Cockpit's web server.
 */

import { spawn, spawnSync } from 'node:child_process';
import type { CockpitApi, CockpitChannel } from '../renderer/cockpit/cockpit-api.ts';
import { createChannelEvents } from './channel-events.ts';

export interface RunningCockpit {
  readonly cockpit: CockpitApi;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** Says whether the package `cockpit-bridge` is installed here. */
export function hasCockpitBridge(): boolean {
  return spawnSync('cockpit-bridge', ['--version']).status === 0;
}

interface Control {
  readonly command: string;
  readonly channel?: string;
}

/**
 * `programs` is the path on which the bridge looks for what it runs. Each message is its length in digits, a line feed, the
 * name of the channel, a line feed, and the data.
 */
export async function startCockpitBridge(programs = process.env['PATH']): Promise<RunningCockpit> {
  const env = { ...process.env, PATH: programs };
  const child = spawn('cockpit-bridge', [], { stdio: ['pipe', 'pipe', 'ignore'], env });
  const channels = new Map<string, ReturnType<typeof createChannelEvents>>();
  let rest: Buffer = Buffer.alloc(0);
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));

  function send(channel: string, data: Uint8Array | string): void {
    const body = Buffer.concat([Buffer.from(`${channel}\n`), Buffer.from(data)]);
    child.stdin.write(Buffer.concat([Buffer.from(`${body.byteLength}\n`), body]));
  }
  function control(message: object): void {
    send('', JSON.stringify(message));
  }
  function takeControl(message: Control): void {
    const events = channels.get(message.channel ?? '');
    if (message.command === 'init') begun();
    else if (message.command === 'ping') control({ ...message, command: 'pong' });
    else if (message.command === 'ready') events?.emit('ready', message);
    else if (message.command === 'close') events?.emit('close', message);
    else events?.emit('control', message);
  }
  child.stdout.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      const end = at + 1 + Number(rest.subarray(0, at).toString());
      if (rest.byteLength < end) return;
      const body = rest.subarray(at + 1, end);
      rest = rest.subarray(end);
      const line = body.indexOf(10);
      const [channel, data] = [body.subarray(0, line).toString(), body.subarray(line + 1)];
      if (channel === '') takeControl(JSON.parse(data.toString()) as Control);
      else channels.get(channel)?.emit('message', new Uint8Array(data));
    }
  });
  control({ command: 'init', version: 1, host: 'localhost' });
  await hasBegun;

  return {
    pid: child.pid,
    cockpit: {
      language: 'en',
      transport: { host: 'localhost', wait: (callback) => callback() },
      channel({ binary: _, ...options }): CockpitChannel {
        const channel = `test!${channels.size}`;
        const events = createChannelEvents();
        channels.set(channel, events);
        control({ command: 'open', channel, binary: 'raw', 'flow-control': true, ...options });
        return {
          addEventListener: events.addEventListener,
          send: (data) => send(channel, data),
          close() {
            control({ command: 'close', channel });
            events.emit('close', {});
          },
        };
      },
    },
    async close() {
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}
