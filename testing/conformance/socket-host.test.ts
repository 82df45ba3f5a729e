// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { openHost } from '../../hosts/open-host.ts';
import { connect } from '../../rpc/connect.ts';
import { startSocketHost } from '../socket-host.ts';
import { describeConformance } from './conformance.ts';
import { openFakeSubject } from './fake-subject.ts';

describeConformance('the fake host on a socket, as the command line speaks to it', () =>
  openFakeSubject(async (host) => {
    const { socketPath, close } = await startSocketHost({}, { host });
    const transport = await openHost(
      { kind: 'local' },
      {
        socketPath,
        peerUid: () => 0,
        signal: new AbortController().signal,
      },
    );
    return { client: await connect(transport), close };
  }),
);
