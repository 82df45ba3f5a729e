// SPDX-License-Identifier: Apache-2.0
/** What ssh asks on the way to a host, or polkit there, the oldest question first. Most starts ask nothing, and load no dialog. */

import { useWindow } from '../../host/main-process.ts';
import { createPart } from '../../ui/part.tsx';

const SshQuestionDialog = createPart(async () => (await import('./ssh-question-dialog.tsx')).SshQuestionDialog);

export function SshQuestion() {
  const question = useWindow(({ questions }) => questions[0]);
  return question === undefined ? null : <SshQuestionDialog key={question.id} question={question} />;
}
