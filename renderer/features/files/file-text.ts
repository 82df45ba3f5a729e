// SPDX-License-Identifier: Apache-2.0
/** The text of a file of a container, to be edited: UTF-8 of a size that a field holds, and with which line ends. */

import { currentClient } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { formatBytes } from '../../lib/units.ts';

/** A field that a person types in does not stay quick with more. */
const maxTextBytes = 1024 * 1024;

export interface FileText {
  readonly text: string;
  /** The version of the file that was read. */
  readonly version: string;
  /** Gives the path of the file with all links resolved. */
  readonly path: string;
  /** A field has one kind of line end, which becomes this one when it is written. */
  readonly lineEnd: '\n' | '\r\n';
}

/** Rejects with why it cannot be edited. */
export async function readText(name: string, path: string, signal: AbortSignal): Promise<FileText> {
  const call = currentClient().stream('file.read', { name, path }, { signal });
  const parts: Uint8Array[] = [];
  let [version, whole] = ['', path];
  for await (const item of call) {
    if (item.type === 'file') {
      if (item.file.bytes > maxTextBytes)
        throw notEditable(
          t('cannot edit it: it has {size}, and up to {most} can be edited here', {
            size: formatBytes(item.file.bytes),
            most: formatBytes(maxTextBytes),
          }),
        );
      ({ version } = item.file);
      whole = item.path;
    } else parts.push(item.data);
  }
  await call.result;
  const text = decode(parts);
  const lineEnd = lineEndOf(text);
  return { text: text.replaceAll('\r\n', '\n'), version, path: whole, lineEnd };
}

function decode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  } catch {
    throw notEditable(t('cannot edit it: it is no text in UTF-8'));
  }
  if (text.includes('\0')) throw notEditable(t('cannot edit it: it holds bytes that are no text'));
  return text;
}

function lineEndOf(text: string): FileText['lineEnd'] {
  const pairs = text.split('\r\n').length - 1;
  const [returns, newlines] = [text.split('\r').length - 1, text.split('\n').length - 1];
  if (pairs === 0 && returns === 0) return '\n';
  if (pairs === returns && pairs === newlines) return '\r\n';
  throw notEditable(t('cannot edit it: its lines end in different ways, which a field would make one'));
}

function notEditable(message: string): Error {
  return new Error(message);
}

/** Gives the file as it is to be written. */
export function fileOfText({ text, lineEnd }: Pick<FileText, 'text' | 'lineEnd'>): File {
  return new File([text.replaceAll('\n', lineEnd)], 'text');
}
