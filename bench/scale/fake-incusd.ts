// SPDX-License-Identifier: Apache-2.0
/**
 * An Incus that has as many instances as a benchmark wants, in a process of its own: so what is measured in the other one
 * is the client. Each instance is kept as the text that is sent. On a message it changes one, and sends the event.
 *
 * Arguments: instances, members.
 */

import type { ServerResponse } from 'node:http';
import { answerError, answerSync, serveIncus } from '../../helper/incus/fixtures/serve-incus.ts';
import { instanceOfIndex, memberOf, nameOfInstance } from './instances.ts';

export type FakeOrder =
  | { readonly order: 'change'; readonly from: number; readonly count: number; readonly mark: string }
  | { readonly order: 'change-by-profile'; readonly mark: string }
  | { readonly order: 'end' };

const [instances, members] = process.argv.slice(2).map(Number) as [number, number];
const texts = Array.from({ length: instances }, (_, index) => textOf(index, ''));
const places = new Map(texts.map((_, index) => [nameOfInstance(index), index]));
let listed: Buffer | undefined;

const served = await serveIncus(({ path }, response) => {
  const [, name = ''] = /^\/1\.0\/instances\/([^/?]+)\?/.exec(path) ?? [];
  const text = texts[places.get(name) ?? -1];
  if (path === '/1.0') answerSync(response, server);
  else if (path.startsWith('/1.0/instances?')) answerText(response, (listed ??= listText()));
  else if (text === undefined) answerError(response, 404, 'not found');
  else answerText(response, Buffer.from(wrapped(text)));
});

const server = {
  api_extensions: ['instance_all_projects'],
  auth: 'trusted',
  config: {},
  environment: { server_name: memberOf(0, members), server_version: '6.0.4', server_clustered: true },
};

process.on('message', (message: FakeOrder) => {
  if (message.order === 'end') {
    void served.close().then(() => process.exit(0));
    return;
  }
  listed = undefined;
  if (message.order === 'change-by-profile') {
    texts[0] = textOf(0, message.mark);
    send('profile-updated', '/1.0/profiles/default');
    return;
  }
  for (let index = message.from; index < message.from + message.count; index += 1) {
    texts[index] = textOf(index, message.mark);
    send('instance-updated', `/1.0/instances/${nameOfInstance(index)}`);
  }
});
process.send?.({ socketPath: served.socketPath, bytes: listText().length });

function send(action: string, source: string): void {
  served.sendEvent({ type: 'lifecycle', location: memberOf(0, members), metadata: { action, source } });
}

function textOf(index: number, mark: string): string {
  return JSON.stringify(instanceOfIndex(index, { members, mark }));
}

function listText(): Buffer {
  return Buffer.from(wrapped(`[${texts.join(',')}]`));
}

function wrapped(metadata: string): string {
  return `{"type":"sync","status":"Success","status_code":200,"metadata":${metadata}}`;
}

function answerText(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}
