// SPDX-License-Identifier: Apache-2.0
/** Shows a sentence about a denial: words, containers with their marks, and a container's own strings as data. */

import type { SentencePart } from './model/denial-sentence.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { SafeText } from '../../ui/safe-text.tsx';

interface SentenceProps {
  readonly parts: readonly SentencePart[];
}

export function Sentence({ parts }: SentenceProps) {
  return (
    <span className="sentence">
      {parts.map((part, index) => {
        switch (part.kind) {
          case 'words':
            return <span key={index}>{part.text}</span>;
          case 'container':
            return <ContainerName key={index} name={part.name} isPlain />;
          case 'untrusted':
            return <SafeText key={index} text={part.text} />;
        }
      })}
    </span>
  );
}
