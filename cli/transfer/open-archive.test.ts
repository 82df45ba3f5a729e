// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { outputOf } from './open-archive.ts';

const never = new AbortController().signal;
const program = { name: 'an image', install: 'install the package that has it', args: [] };

async function read(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

it('gives what a program writes', async () => {
  expect(await read(outputOf({ ...program, file: 'echo', args: ['some bytes'] }, never))).toBe('some bytes\n');
});

it('says what to install where the program is not there', async () => {
  await expect(read(outputOf({ ...program, file: '/nonexistent/skopeo' }, never))).rejects.toThrow(
    'cannot read an image: /nonexistent/skopeo is not on this machine; install the package that has it',
  );
});

it('fails with the last words of a program that fails, though it has written something', async () => {
  const args = ['-c', 'echo half; echo "no such image" >&2; exit 1'];
  await expect(read(outputOf({ ...program, file: 'sh', args }, never))).rejects.toThrow(
    'cannot read an image: sh says: no such image',
  );
});

it('ends a program that is no longer wanted', async () => {
  const abort = new AbortController();
  const pieces = outputOf({ ...program, file: 'sh', args: ['-c', 'echo $$; exec sleep 1000'] }, abort.signal);
  const first = await pieces.next();
  const pid = Number(Buffer.from(first.value as Uint8Array).toString());
  abort.abort();
  await expect(read(pieces)).rejects.toThrow();
  expect(() => process.kill(pid, 0)).toThrow();
});
