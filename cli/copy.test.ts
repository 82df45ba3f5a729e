// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, type Outcome, runCommand } from './fixtures/run-command.ts';

const edge = 'ssh://ops@edge-2';

let hosts: SocketHost[] = [];
/** What was asked of the two hosts, in order. */
let asked: unknown[] = [];
let received: string[] = [];

beforeEach(() => {
  [hosts, asked, received] = [[], [], []];
});
afterEach(async () => {
  await Promise.all(hosts.map(({ close }) => close()));
});

const here: SomeHandlers = {
  'container.list': async () => ({ containers: [fakeContainer({ name: 'web', state: 'running' }), stoppedContainer] }),
  'container.stop': async (params) => (asked.push(['stop', params]), stoppedContainer),
  'container.start': async (params) => (asked.push(['start again', params]), fakeContainer({})),
  async *'container.export'(params) {
    asked.push(['export', params]);
    yield { type: 'step', step: 'copy', bytes: null };
    yield { type: 'step', step: 'send', bytes: 20 };
    yield { type: 'data', data: Buffer.from('some ') };
    if (params.name === 'broken') fail('container-failed', { name: 'broken', reason: 'its files cannot be packed' });
    yield { type: 'data', data: Buffer.from('bytes') };
    return { bytes: 10, sha256: 'ab'.repeat(32) };
  },
};
const there: SomeHandlers = {
  async *'container.import'(params, { input }) {
    asked.push(['import', params]);
    if (params.name === 'taken') fail('container-exists', { name: 'taken' });
    yield { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
    for await (const message of input) {
      if (message.type === 'end') {
        yield { step: 'create', receivedBytes: 10, files: 1, bytes: 20 };
        return fakeContainer({ name: params.name ?? 'web' });
      }
      received.push(Buffer.from(message.data).toString());
      yield { step: 'receive', receivedBytes: 5, files: 1, bytes: 10 };
    }
    throw new Error('the end is missing');
  },
  'container.start': async (params) => {
    asked.push(['start', params]);
    if (params.name === 'bad') fail('container-failed', { name: 'bad', reason: 'its image is gone' });
    return fakeContainer({ name: params.name });
  },
};

async function copy(...words: readonly string[]): Promise<Outcome> {
  const [one, other] = await Promise.all([startSocketHost(here), startSocketHost(there)]);
  hosts.push(one, other);
  return runCommand(['copy', ...words], { socketPath: one.socketPath, sockets: { [edge]: other.socketPath } });
}

describe('copy', () => {
  it('sends what one host exports to the other, which is asked first', async () => {
    const words = ['web', '--to', edge, '--as', 'web-2', '--image', 'trixie', '--network', 'none'];
    const { stdout, stderr, exitCode } = await copy(...words, '--snapshot', 'monday');
    expect([exitCode, stdout, received.join('')]).toEqual([0, `copied web to ${edge} as web-2\n`, 'some bytes']);
    expect(asked).toEqual([
      ['import', { name: 'web-2', image: 'trixie', network: { kind: 'none' } }],
      ['export', { name: 'web', snapshot: 'monday' }],
    ]);
    expect(stderr).toContain('creating the container there\n');
    expect(stderr).toContain(`10 B were sent, SHA-256 ${'ab'.repeat(32)}\n`);
  });

  it('gives one value to programs', async () => {
    const { stdout } = await copy('web', '--to', edge, '--json');
    expect(linesOf(stdout)).toEqual([{ done: { container: 'web', host: edge, bytes: 10, sha256: 'ab'.repeat(32) } }]);
  });

  it('that moves stops it before, and names the command that removes it afterwards', async () => {
    const { stderr, exitCode } = await copy('web', '--to', edge, '--move', '--start');
    expect(exitCode).toBe(0);
    expect(asked).toEqual([
      ['stop', { name: 'web', force: false }],
      ['import', { name: 'web' }],
      ['export', { name: 'web' }],
      ['start', { name: 'web' }],
    ]);
    expect(stderr).toContain('once you have looked at the copy: bulkheadctl rm web\n');
  });

  it('that moves starts it again when the other host says no, which is named', async () => {
    const { stderr, exitCode } = await copy('web', '--to', edge, '--as', 'taken', '--move');
    expect([exitCode, asked]).toEqual([
      1,
      [
        ['stop', { name: 'web', force: false }],
        ['import', { name: 'taken' }],
        ['start again', { name: 'web' }],
      ],
    ]);
    expect(stderr).toContain(`bulkheadctl: cannot copy it: ${edge} says: cannot create the container taken`);
  });

  it('that fails on this side creates nothing there, and has the code of the failure', async () => {
    const { stderr, exitCode } = await copy('broken', '--to', edge, '--json');
    expect([exitCode, linesOf(stderr)]).toEqual([
      1,
      [
        {
          error: expect.objectContaining({
            code: 'container-failed',
            message: expect.stringContaining('local says') as unknown,
          }) as unknown,
        },
      ],
    ]);
  });

  it('whose start fails says that it is there', async () => {
    const { stderr, exitCode } = await copy('web', '--to', edge, '--as', 'bad', '--start');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(`cannot start the copy bad on ${edge}, where it is`),
    ]);
  });

  it.each([
    [['web', '--to', 'local'], 'needs another name'],
    [['web', '--to', edge, '--move', '--snapshot', 'monday'], 'leave out --snapshot'],
    [['web'], '--to'],
  ])('%j is not understood', async (words, problem) => {
    expect(await copy(...words)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(problem) as unknown });
    expect(asked).toEqual([]);
  });
});
