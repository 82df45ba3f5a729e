// SPDX-License-Identifier: Apache-2.0
/** Reads a text file of a container for an editor. */

import { useEffect, useReducer, useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { failureText } from '../../window/notifications.ts';
import { type FileText, readText } from './file-text.ts';

interface ReadText {
  /** What is in the file, as far as this window knows; undefined until it is read. */
  readonly read: FileText | undefined;
  setRead(text: FileText): void;
  /** Says why it cannot be read. */
  readonly problem: string | undefined;
  /** Counts how often the editor begins with another text. */
  readonly beginnings: number;
  beginAgain(): void;
  readAgain(): void;
}

interface TextPlace {
  /** Names the container. */
  readonly name: string;
  readonly path: string;
}

/** Reads the file when the dialog opens, and again when asked to; `onRead` has to stay the same function. */
export function useReadText({ name, path }: TextPlace, onRead: () => void): ReadText {
  const [read, setRead] = useState<FileText | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [round, readAgain] = useReducer((count: number) => count + 1, 0);
  const [beginnings, beginAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const abort = new AbortController();
    readText(name, path, abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setRead(answer);
        beginAgain();
        onRead();
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(failureText(t('cannot read {path}', { path: visibleText(path) }), error));
      },
    );
    return () => abort.abort();
  }, [name, path, round, onRead]);
  return { read, setRead, problem, beginnings, beginAgain, readAgain };
}
