// SPDX-License-Identifier: Apache-2.0
/** Writes several pieces to a stream of Node at once, without a copy of them. */

/** What is used of a socket or pipe. */
interface Corkable {
  cork(): void;
  uncork(): void;
  write(piece: Uint8Array, done?: (error?: Error | null) => void): boolean;
}

/** `done` is called when the last one is written, or with why it cannot be. Takes at least one piece. */
export function writePieces(
  stream: Corkable,
  pieces: readonly Uint8Array[],
  done: (error?: Error | null) => void = () => undefined,
): void {
  stream.cork();
  for (const [index, piece] of pieces.entries())
    if (index < pieces.length - 1) stream.write(piece);
    else stream.write(piece, done);
  stream.uncork();
}
