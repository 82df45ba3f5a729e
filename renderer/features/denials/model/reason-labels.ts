/** Why the policy refused, in words, and whether that is the wall doing its work or something to be mended. */

import type { ExplainedReason } from '../../../../contract/model/explanation.ts';

export interface ReasonLabel {
  readonly title: string;
  /** `wall`: working as intended, where it was stopped; `policy`: it could be changed; `unknown`: it cannot be told. */
  readonly tone: 'isolation' | 'policy' | 'unknown';
  readonly sentence: string;
  /** What it means where the access was stopped. */
  readonly whenStopped?: string;
}

export function reasonLabel(reason: ExplainedReason): ReasonLabel {
  switch (reason.kind) {
    case 'other-categories':
      return {
        title: 'This is the wall doing its work',
        tone: 'isolation',
        sentence: categoriesSentence(reason),
        whenStopped: 'Unix permissions play no part in it: even mode 0777 would not open it.',
      };
    case 'other-container':
      return {
        title: 'This is the wall doing its work',
        tone: 'isolation',
        sentence: otherContainerSentence(reason),
        whenStopped: 'Unix permissions play no part in it.',
      };
    case 'wrong-label':
      return { title: 'The file has the wrong label', tone: 'policy', sentence: labelSentence(reason) };
    case 'boolean':
      return {
        title: 'A boolean of the policy is in the way',
        tone: 'policy',
        sentence: `It would be allowed with ${reason.booleans.map(({ name, value }) => `${name} ${value ? 'on' : 'off'}`).join(', or with ')}.`,
      };
    case 'port-label':
      return {
        title: 'The port has another label',
        tone: 'policy',
        sentence: `${reason.protocol.toUpperCase()} port ${reason.port} is ${reason.actual}, which this domain may not use; it may use ${reason.suitable.length} other types of ports.`,
      };
    case 'capability':
      return {
        title: 'A power of root is not given',
        tone: 'policy',
        sentence: `The domain has not been given ${reason.capabilities.join(', ')}${reason.inUserNamespace ? ', not even inside its own user namespace' : ' towards the host'}.`,
      };
    case 'constraint':
      return {
        title: `A constraint on the ${reason.about} forbids it`,
        tone: 'policy',
        sentence: 'A rule would allow it, and the constraint below takes it away again, whatever further rules say.',
      };
    case 'no-rule':
      return {
        title: 'No rule allows it',
        tone: 'policy',
        sentence: 'What no rule of the loaded policy allows is refused.',
      };
    case 'allowed-now':
      return {
        title: 'It is allowed by now',
        tone: 'unknown',
        sentence: 'This access is allowed now: the policy, or the label of the file, was changed since.',
      };
    case 'unknown':
      return {
        title: 'It cannot be told why',
        tone: 'unknown',
        sentence: `The policy cannot be asked about it: ${reason.because}.`,
      };
  }
}

function categoriesSentence({
  held,
  needed,
  neighbour,
}: Extract<ExplainedReason, { kind: 'other-categories' }>): string {
  const own = held.length === 0 ? 'no category' : held.join(',');
  const owner =
    neighbour === null ? ', which no container of this host holds now' : `, those of the container ${neighbour}`;
  return `The process holds ${own}; what it reached for belongs to ${needed.join(',')}${owner}.`;
}

function labelSentence({ path, actual, expected, volume }: Extract<ExplainedReason, { kind: 'wrong-label' }>): string {
  if (volume === null)
    return `${path} is labelled ${actual}; the policy says it should be ${expected}, and then the access would be allowed.`;
  return `${path} lies on the volume ${volume} and is labelled ${actual}, not ${expected} as the volume is. What is moved there keeps its label, what is copied gets the right one.`;
}

function otherContainerSentence({ type, neighbour }: Extract<ExplainedReason, { kind: 'other-container' }>): string {
  const owner = neighbour === null ? 'another container' : `the container ${neighbour}`;
  return `What it reached for is ${type}, a type of ${owner}. No rule of the policy leads there, and the compiler takes no module that has one.`;
}
