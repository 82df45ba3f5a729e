// SPDX-License-Identifier: Apache-2.0
/**
 * Changes what the administrator sets beside the policy's own defaults, by the standard programs ([ADR
 * 17](../../../docs/adr/0017-change-booleans-and-ports-with-the-standard-tools.md)). The policy worker runs them; the
 * helper asks the worker.
 */

import { mustRunProgram, ProgramError } from '../../system/programs/run-program.ts';

type PortProtocol = 'tcp' | 'udp' | 'dccp' | 'sctp';

export interface SemanageChanges {
  /** Sets it for now and for the next boot. */
  setBoolean(name: string, value: boolean): Promise<void>;
  /** Sets it until the next boot. */
  setBooleanNow(name: string, value: boolean): Promise<void>;
  /** The value of the policy holds again at the next boot. */
  forgetBoolean(name: string): Promise<void>;
  setPort(protocol: PortProtocol, port: number, type: string): Promise<void>;
  forgetPort(protocol: PortProtocol, port: number): Promise<void>;
}

/** semanage cannot remove the setting of one boolean, although the library that it uses can. */
const forgetOneBoolean = 'import sys, seobject; seobject.booleanRecords().delete(sys.argv[1])';

/** Runs them in this process, which has to be one that may change the policy. */
export function createSemanageChanges(): SemanageChanges {
  return {
    setBoolean: (name, value) => change('setsebool', '-P', name, value ? 'on' : 'off'),
    setBooleanNow: (name, value) => change('setsebool', name, value ? 'on' : 'off'),
    forgetBoolean: (name) => change('python3', '-I', '-c', forgetOneBoolean, name),
    async setPort(protocol, port, type) {
      const words = ['-t', type, '-p', protocol, `${port}`];
      // Where the policy itself names the port, older versions require a modification instead of an addition.
      await change('semanage', 'port', '-a', ...words).catch((error: unknown) => {
        if (!(error instanceof ProgramError && error.lastOutput.includes('already defined'))) throw error;
        return change('semanage', 'port', '-m', ...words);
      });
    },
    forgetPort: (protocol, port) => change('semanage', 'port', '-d', '-p', protocol, `${port}`),
  };
}

/** It writes the whole policy again, which takes half a minute on an emulated processor. */
async function change(program: string, ...args: readonly string[]): Promise<void> {
  await mustRunProgram(program, args, { timeoutMs: 600_000 });
}
