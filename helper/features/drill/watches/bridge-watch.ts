// SPDX-License-Identifier: Apache-2.0
/**
 * Listens on the host's bridge for the frames with which the attacker claims to be another container. Each says in a
 * word of its own what is false about it; the last is true, and shows that those before it would have been received.
 */

import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../../system/files/text-of.ts';
import { openFrameSocket, waitingFrames } from '../../../system/native/frame-socket.ts';
import { watchReadiness } from '../../../system/native/native.ts';
import { type HostWatch, unseenBy, type Watched } from './watched.ts';

/** The frame that is true has this name. */
const truth = 'truth';
const lies: Readonly<Record<string, string>> = {
  mac: 'the hardware address of another',
  address: 'the address of another',
  arp: 'an ARP answer for the address of another',
  six: 'the IPv6 address of another',
  router: 'an advertisement of itself as a router',
};

/** `mark` is what the words of the frames begin with. */
export function watchBridge(bridge: string | undefined, mark: number, network = '/sys/class/net'): HostWatch {
  const index = Number(bridge === undefined ? undefined : textOf(join(network, bridge, 'ifindex')));
  if (!Number.isInteger(index)) return { end: () => ({ unseen: 'it is on no bridge on which the host could listen' }) };
  const fd = openFrameSocket(index);
  const words = new Set<string>();
  let trouble: Watched | undefined;
  const readiness = watchReadiness(fd, hear);

  function hear(): void {
    try {
      for (const frame of waitingFrames(fd)) for (const word of wordsIn(frame, mark)) words.add(word);
    } catch (error) {
      // A bridge that is taken down ends the listening, and nothing else.
      trouble = unseenBy(error);
      readiness.stop();
    }
  }

  return {
    end() {
      hear();
      readiness.stop();
      closeSync(fd);
      return trouble ?? framesHeard(words);
    },
  };
}

/** Frames are another's bytes: only whole words of this run count. */
export function wordsIn(frame: Buffer, mark: number): readonly string[] {
  return [...frame.toString('latin1').matchAll(/=drill-(\d+)-([a-z]+)=/g)].flatMap(([, of, word = '']) =>
    of === String(mark) ? [word] : [],
  );
}

export function framesHeard(words: ReadonlySet<string>): Watched {
  const heard = Object.keys(lies).filter((word) => words.has(word));
  if (heard.length > 0)
    return {
      sight: { isDone: true, words: `the host sees frames with ${heard.map((word) => lies[word]).join(', ')}` },
    };
  if (!words.has(truth)) return { unseen: 'the host heard none of its frames, not even the one that is true' };
  return { sight: { isDone: false, words: 'the host sees the one frame that is true, and none of the false ones' } };
}
