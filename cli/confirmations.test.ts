// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { given, givenCalls } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import type { SomeHandlers } from '../testing/socket-host.ts';
import { type Outcome, runCommand } from './fixtures/run-command.ts';

const snapshot = {
  name: 'before',
  createdAt: 0,
  bytes: 1,
  reason: 'taken',
  image: 'debian-13',
  wasRunning: false,
} as const;
const handlers: SomeHandlers = {
  'container.stop': async ({ name }) => fakeContainer({ name }),
  'container.restart': async ({ name }) => fakeContainer({ name }),
  'container.remove': async () => ({}),
  'snapshot.remove': async () => ({}),
  async *'snapshot.restore'() {
    return { restored: snapshot, kept: null };
  },
  'named-volume.remove': async () => ({}),
  'image.remove': async () => ({}),
};

async function run(
  words: readonly string[],
  answer?: string,
): Promise<Outcome & { readonly called: readonly string[] }> {
  const socketPath = await given(handlers);
  const stdin = answer === undefined ? undefined : Object.assign(new PassThrough().end(answer), { isTTY: true });
  const outcome = await runCommand(words, { socketPath, ...(stdin !== undefined && { stdin }) });
  return { ...outcome, called: [...givenCalls()] };
}

const killed = '? All processes end at once, and no program can save.';
const removed = '? This cannot be undone.';
const cases = [
  [['rm', 'web'], `Remove web${removed}`, 'container.remove'],
  [['rm', 'web', '--json'], `Remove web${removed}`, 'container.remove'],
  [['rm', '--force', 'a', 'b'], `Remove these 2: a, b${removed}`, 'container.remove'],
  [['kill', 'web'], `Kill web${killed}`, 'container.stop'],
  [['stop', '--force', 'web'], `Kill web${killed}`, 'container.stop'],
  [['stop', 'a', 'b'], 'Stop these 2: a, b? Their programs are asked to end.', 'container.stop'],
  [['restart', 'a', 'b'], 'Restart these 2: a, b? Their programs are asked to end', 'container.restart'],
  [['snapshot', 'rm', 'web', 'before'], `Remove the snapshot before of web${removed}`, 'snapshot.remove'],
  [
    ['restore', 'web', 'before'],
    'Replace the files of web by those of before? The present files are kept as a snapshot',
    'snapshot.restore',
  ],
  [
    ['restore', 'web', 'before', '--discard'],
    'Replace the files of web by those of before? Without a snapshot of the present files this cannot be undone.',
    'snapshot.restore',
  ],
  [['volume', 'rm', 'data'], 'Remove the volume data? This cannot be undone', 'named-volume.remove'],
  [['image', 'rm', 'alpine'], 'Remove the image alpine? This cannot be undone', 'image.remove'],
] as const;

describe('what loses data or ends what runs (M16)', () => {
  it.each(cases)('%j asks at a terminal', async (words, question, operation) => {
    const denied = await run(words, 'n\n');
    expect(denied).toMatchObject({ exitCode: 1, stdout: '', called: [] });
    expect(denied.stderr).toContain(question);
    expect(denied.stderr).toContain(' [y/N] ');
    expect(await run(words, 'y\n')).toMatchObject({
      exitCode: 0,
      called: expect.arrayContaining([operation]) as string[],
    });
  });

  it.each(cases)('%j needs --yes where nobody can be asked', async (words, _question, operation) => {
    expect(await run(words)).toMatchObject({
      exitCode: 2,
      called: [],
      stderr: expect.stringContaining('give --yes') as string,
    });
    const { exitCode, stderr, called } = await run([...words, '--yes']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(called).toContain(operation);
  });

  it('and a stop of one container asks nothing', async () => {
    expect(await run(['stop', 'web'])).toMatchObject({ exitCode: 0, stdout: 'stopped web\n' });
  });

  it('names another host than this one', async () => {
    const stdin = Object.assign(new PassThrough().end('n\n'), { isTTY: true });
    const { stderr } = await runCommand(['--host', 'ssh://one', 'rm', 'web'], { stdin });
    expect(stderr).toContain('On ssh://one: Remove web');
  });
});
