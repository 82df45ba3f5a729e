// SPDX-License-Identifier: Apache-2.0
/** What is said about an image whose importer says nothing. */

import { visibleLine } from '../../system/visible-line.ts';

const maxDescription = 200;

/** The name in the text of an os-release; empty when it has none. A stranger wrote it. */
export function describeRelease(release: string | null): string {
  const value = /^PRETTY_NAME=(.*)$/m.exec(release ?? '')?.[1]?.trim() ?? '';
  const quoted = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
  return visibleLine(quoted.replace(/\\(.)/g, '$1')).slice(0, maxDescription);
}
