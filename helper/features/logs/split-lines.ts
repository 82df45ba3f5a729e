// SPDX-License-Identifier: Apache-2.0
/**
 * Splits text that comes in pieces into lines of limited length: of a line that is longer only the beginning is kept,
 * whatever its length.
 */

export interface SplitLine {
  readonly text: string;
  /** Says whether the line was longer. */
  readonly isCut: boolean;
}

export interface LineSplitter {
  /** The lines that end in this piece, without their ends; a carriage return before the end is part of it. */
  push(piece: string): readonly SplitLine[];
  /** What has begun and not ended; it is then forgotten. Undefined when there is nothing. */
  flush(): SplitLine | undefined;
}

export function createLineSplitter(maxCharacters: number): LineSplitter {
  let begun = '';
  let isCut = false;

  function add(text: string): void {
    const room = maxCharacters - begun.length;
    if (text.length > room) isCut = true;
    if (room > 0) begun += text.slice(0, room);
  }

  function take(): SplitLine {
    const line = { text: begun.replace(/\r+$/, ''), isCut };
    begun = '';
    isCut = false;
    return line;
  }

  return {
    push(piece) {
      const lines: SplitLine[] = [];
      let from = 0;
      for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
        add(piece.slice(from, end));
        lines.push(take());
        from = end + 1;
      }
      add(piece.slice(from));
      return lines;
    },
    flush: () => (begun === '' && !isCut ? undefined : take()),
  };
}
