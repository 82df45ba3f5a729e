// SPDX-License-Identifier: Apache-2.0
/**
 * Files of the person's machine, saved by the browser: at a place that they choose where the browser asks, else among
 * their downloads. A page learns no path, so the name stands for it.
 */

import type { BulkheadBridge, GrowingFile } from '../../contract/bridge.ts';
import { exportFileName, safeFileName } from '../../report/saved-files/file-names.ts';
import { t } from '../lib/language/t.ts';

/** Chromium alone has it; the standard library of types has not. */
interface Picker {
  showSaveFilePicker?(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Gives the name; nobody learns whether the person kept the file. */
function download(name: string, content: Blob): string {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content by the next minute.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}

export function saveText(name: string, text: string): string {
  return download(name, new Blob([text], { type: 'application/octet-stream' }));
}

/** A file that is being written. */
interface Sink {
  write(data: Uint8Array): Promise<void>;
  end(): Promise<void>;
  discard(): Promise<void>;
}

export function createBrowserFiles(): BulkheadBridge['files'] {
  const sinks = new Map<string, Sink>();

  function find(id: string): Sink {
    const sink = sinks.get(id);
    if (sink === undefined) throw new Error(t('cannot write the file: it has ended'));
    return sink;
  }

  return {
    async begin(name, kind): Promise<GrowingFile | undefined> {
      const proposed = kind === 'export' ? exportFileName(name) : safeFileName(name);
      const chosen = await chooseSink(proposed);
      if (chosen === undefined) return undefined;
      const id = crypto.randomUUID();
      sinks.set(id, chosen.sink);
      return { id, path: chosen.name };
    },
    write: async (id, data) => find(id).write(data),
    async end(id) {
      const sink = find(id);
      sinks.delete(id);
      await sink.end();
    },
    async discard(id) {
      const sink = sinks.get(id);
      sinks.delete(id);
      await sink?.discard();
    },
  };
}

async function chooseSink(name: string): Promise<{ readonly name: string; readonly sink: Sink } | undefined> {
  const picker = window as Picker;
  if (picker.showSaveFilePicker === undefined) return { name, sink: collect(name) };
  try {
    const handle = await picker.showSaveFilePicker({ suggestedName: name });
    return { name: handle.name, sink: await writeTo(handle) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** The browser keeps what was there until the file is whole. */
async function writeTo(handle: FileSystemFileHandle): Promise<Sink> {
  const stream = await handle.createWritable();
  return {
    write: (data) => stream.write(data as Uint8Array<ArrayBuffer>),
    end: () => stream.close(),
    async discard() {
      await stream.abort();
      // The choice of a new file has made an empty one.
      const { size } = await handle.getFile();
      const removable = handle as { remove?(): Promise<void> };
      if (size === 0) await removable.remove?.();
    },
  };
}

/** The browser holds the pieces, on disk where there are many, and downloads them as one file at the end. */
function collect(name: string): Sink {
  let pieces: Blob[] = [];
  return {
    async write(data) {
      pieces.push(new Blob([data as Uint8Array<ArrayBuffer>]));
    },
    async end() {
      download(name, new Blob(pieces, { type: 'application/octet-stream' }));
    },
    async discard() {
      pieces = [];
    },
  };
}
