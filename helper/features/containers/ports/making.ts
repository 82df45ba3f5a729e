// SPDX-License-Identifier: Apache-2.0
/** What the containers do for a creation, which stands above them: how a container that is being made gets and loses life. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { IdRange } from '../../../lxc/id-ranges.ts';

/** A container that LXC says it has started. */
export interface Launched {
  readonly initPid: number;
  /** Bytes of its console log that are of earlier runs. */
  readonly consoleFrom: number;
}

/** The caller has the lock of the container, but for the first. */
export interface ContainerMaking {
  /**
   * Locks the name of one that is to be created, which is not listed until the function that this gives is called. Fails
   * with `container-exists` or `container-busy`.
   */
  claimNew(name: string): () => void;
  /** Fails with `container-exists` where another engine has one of this name. Changes nothing. */
  checkNew(name: string, signal: AbortSignal): Promise<void>;
  /** The ranges of ids that containers of all engines have for themselves. */
  takenIds(): readonly IdRange[];
  /** Brings configuration and files of a described, mounted one to the program that it runs in place of an init. */
  bringProgram(name: string): Promise<void>;
  /** Call it once it is mounted and configured. Gives the init, whose context is not yet verified. */
  launch(name: string, signal: AbortSignal): Promise<Launched>;
  /** Kills it and fails when its context is not the configured one, or its port is not isolated from the others. */
  verify(name: string, launched: Launched): Promise<void>;
  /** Kills what runs and removes all of it. Idempotent. */
  undo(name: string): Promise<void>;
  /** Reads one that has been made. */
  read(name: string): Container;
}
