// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { connect } from '../../rpc/connect.ts';
import { createMemoryTransports } from '../../rpc/memory-transport.ts';
import { serveFake } from '../fake-host.ts';
import { describeConformance } from './conformance.ts';
import { openFakeSubject } from './fake-subject.ts';

describeConformance('the fake host', () =>
  openFakeSubject(async (host) => {
    const [near, far] = createMemoryTransports();
    const service = serveFake(host, far);
    return {
      client: await connect(near),
      async close() {
        await service.closed;
      },
    };
  }),
);
