// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what polkit's text agent (`pkttyagent`) writes to its terminal: which action is to be authorised, who may do it,
 * and what it asks. The text comes from another machine, so it is limited in length and shown as data.
 */

export interface AgentPrompt {
  /** Counts the prompts of one agent. */
  readonly number: number;
  /** The id of the action, `org.bulkhead.stop-containers`. */
  readonly action: string;
  /** What polkit says about the action, in English. */
  readonly message: string;
  /** Names the people who may authenticate, where there are several. The answer is the position of one, from 1. */
  readonly identities: readonly string[];
  /** Names the person who authenticates; undefined while that is asked. */
  readonly identity: string | undefined;
  /** What is asked, such as `Password: `. */
  readonly text: string;
  /** What the host says beside it, such as that a finger was not recognised. */
  readonly remarks: readonly string[];
}

export interface AgentText {
  /** Takes the next piece, and gives what is asked now. */
  push(piece: string): AgentPrompt | undefined;
  /** True from the moment at which the agent is registered, or has failed to be. */
  isReady(): boolean;
}

/** What the command writes when the agent is registered; see `agentCommand`. */
export const readyMark = '[bulkhead: the agent is registered]';

const maxLength = 4000;
const maxEntries = 50;
/** Lines that end, and are no questions meanwhile. */
const unfinished = /^(?:[=\u001B]|Error: |Info: )/;

interface Request {
  readonly action: string;
  readonly message: string[];
  readonly identities: string[];
  readonly remarks: string[];
  identity: string | undefined;
  stage: 'message' | 'identities' | 'answers';
}

export function createAgentText(): AgentText {
  let rest = '';
  let request: Request | undefined;
  let number = 0;
  let wasAsking = false;
  let isReady = false;

  function takeLine(line: string): void {
    const begun = /^==== AUTHENTICATING FOR (\S{1,200}) ====$/.exec(line);
    if (begun?.[1] !== undefined) request = newRequest(begun[1]);
    else if (/^==== AUTHENTICATION \w+ ====$/.test(line)) request = undefined;
    else if (request !== undefined) readInto(request, line);
  }

  return {
    isReady: () => isReady,
    push(piece) {
      rest = withoutControls(rest + piece);
      // Two processes write to the terminal: the mark may be anywhere.
      isReady ||= rest.includes(readyMark);
      rest = rest.replace(`${readyMark}\n`, '');
      const lines = rest.split('\n');
      rest = (lines.pop() ?? '').slice(0, maxLength);
      for (const line of lines) takeLine(line.slice(0, maxLength));
      const asked = request === undefined ? undefined : promptOf(request, rest);
      if (asked !== undefined && (!wasAsking || lines.length > 0)) number += 1;
      wasAsking = asked !== undefined;
      return asked && { ...asked, number };
    },
  };
}

function newRequest(action: string): Request {
  return { action, message: [], identities: [], remarks: [], identity: undefined, stage: 'message' };
}

function readInto(request: Request, line: string): void {
  const [, identity] = /^Authenticating as: (.*)$/.exec(line) ?? [];
  switch (request.stage) {
    case 'message':
      if (identity !== undefined) Object.assign(request, { identity, stage: 'answers' });
      else if (line === 'Multiple identities can be used for authentication:') request.stage = 'identities';
      else add(request.message, line);
      return;
    case 'identities': {
      const [, person] = /^ *\d+\. +(.*)$/.exec(line) ?? [];
      const [, choice] = /^Choose identity .*: *(\d*)$/.exec(line) ?? [];
      if (person !== undefined) add(request.identities, person);
      else if (choice !== undefined)
        Object.assign(request, { identity: request.identities[Number(choice) - 1], stage: 'answers' });
      return;
    }
    case 'answers': {
      const [, remark] = /^(?:Error|Info): (.*)$/.exec(line) ?? [];
      if (remark !== undefined) add(request.remarks, remark);
    }
  }
}

function add(list: string[], text: string): void {
  if (list.length < maxEntries) list.push(text);
}

/** What is asked is the line that has not ended. */
function promptOf(request: Request, rest: string): Omit<AgentPrompt, 'number'> | undefined {
  const { action, message, identities, identity, remarks, stage } = request;
  if (rest.trim() === '' || stage === 'message' || unfinished.test(rest)) return undefined;
  const isChoice = stage === 'identities';
  if (isChoice && !/^Choose identity .*: *$/.test(rest)) return undefined;
  return {
    action,
    message: message.join('\n'),
    identities: isChoice ? [...identities] : [],
    identity,
    text: rest,
    remarks: [...remarks],
  };
}

/** Colours and carriage returns say nothing; other control characters have no place in a dialog. */
function withoutControls(text: string): string {
  return text.replace(/\u001B\[[0-9;]*m/g, '').replace(/[\u0000-\u0009\u000B-\u001A\u001C-\u001F\u007F]/g, '');
}
