// SPDX-License-Identifier: Apache-2.0
/** Exports and imports on the fake host: of containers without files. */

import { fail } from '../../../../contract/errors.ts';
import { clusterOperations } from '../../../../contract/operations/host/cluster.ts';
import { newContainerSchema } from '../../../../contract/operations/containers/creation.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import { fakeInstance } from '../fake-cluster.ts';
import { createOne } from './fake-create.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

type TransferHandlers = Pick<Handlers<string>, 'container.export' | 'container.import'>;

const pieces = 12;
const pieceBytes = 300_000;
const filesBytes = 180_224_000;

export function fakeTransfers(host: FakeHost): TransferHandlers {
  return {
    async *'container.export'({ name }, { signal }) {
      const container = host.containers.get(name) ?? fail('container-not-found', { name });
      if (!container.isManaged) fail('container-not-managed', { name });
      yield { type: 'step', step: 'check', bytes: null };
      await pause(200, signal);
      yield { type: 'step', step: container.state === 'stopped' ? 'copy' : 'freeze', bytes: null };
      await pause(900, signal);
      yield { type: 'step', step: 'send', bytes: filesBytes };
      for (let piece = 0; piece < pieces; piece += 1) {
        await pause(200, signal);
        yield { type: 'data', data: new Uint8Array(pieceBytes) };
      }
      return { bytes: pieces * pieceBytes, sha256: 'ab'.repeat(32) };
    },
    async *'container.import'({ name = 'imported', image = 'debian-13', network, incus }, { input, signal }) {
      yield { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
      if (host.containers.has(name)) fail('container-exists', { name });
      let receivedBytes = 0;
      for await (const message of input) {
        if (message.type === 'end') break;
        receivedBytes += message.data.length;
        yield { step: 'receive', receivedBytes, files: Math.ceil(receivedBytes / 4096), bytes: receivedBytes * 2 };
      }
      const received = { receivedBytes, files: Math.ceil(receivedBytes / 4096), bytes: receivedBytes * 2 };
      if (incus !== undefined) {
        for (const step of ['image', 'upload', 'create'] as const) {
          yield { step, ...received };
          await pause(600, signal);
        }
        return fakeInstance(host, clusterOperations['cluster.create'].params.parse({ name, image, ...incus }));
      }
      yield { step: 'create', ...received };
      const creation = createOne(host, newContainerSchema().parse({ name, image, network }), signal);
      for (;;) {
        const next = await creation.next();
        if (next.done === true) return next.value;
      }
    },
  };
}
