// SPDX-License-Identifier: Apache-2.0
/** The words and commands of the engine that runs a container, for evidence and for what an administrator types. */

import type { Words } from '../../contract/text.ts';

/** What the files and processes of a stopped container are to have. */
interface WantedContext {
  readonly type: string;
  /** The type of its files. */
  readonly contentType: string;
  readonly level: string;
  readonly root: string;
}

export interface EngineTerms {
  /** Its configuration is there. */
  readonly configuration: string;
  readonly stop: string;
  readonly kill: string;
  readonly start: string;
  /** Gives the configuration of a stopped one a context of this type and level. */
  setContext(type: string, level: string): string;
  /** Gives the files of a stopped one a label of this type and level. */
  setLabel(type: string, level: string, root: string): readonly string[];
  /** Gives a stopped one and its files another level; its types stay. */
  setLevel(wanted: WantedContext): readonly string[];
  /** Opens its configuration, to write lines into it. */
  addLines(lines: readonly string[]): readonly string[];
  /** Says how it gets ids that no other container has. */
  readonly ownIds: Words;
  /** Says how each of several gets such ids. */
  readonly ownIdsOfEach: Words;
}
