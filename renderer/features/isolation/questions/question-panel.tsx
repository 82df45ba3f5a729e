// SPDX-License-Identifier: Apache-2.0
/**
 * Questions to the loaded policy, before anything happens; the answer is one sentence first, then what it stands on.
 */

import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { type SubmitEvent, useEffect, useState } from 'react';
import { Panel } from '../../../ui/panel.tsx';
import { type Draft, emptyDraft, questionForms, type QuestionForm, questionOf } from './question-draft.ts';
import { useConnection } from '../../../host/connection.ts';
import { askPolicy, loadNames } from '../../policy/policy-questions.ts';
import { withClient } from '../../../host/with-client.ts';
import { AnswerView } from './answer-view.tsx';
import { QuestionFields } from './question-fields.tsx';
import { t } from '../../../lib/language/t.ts';

export function QuestionPanel() {
  const [form, setForm] = useState<QuestionForm>('path');
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const connection = useConnection((state) => state.connection);
  const question = questionOf(form, draft);
  const isReady = 'question' in question && connection.status === 'connected';

  useEffect(() => {
    // Only a form with names of the policy in it needs them; reading a policy takes its time.
    if (form !== 'path' && form !== 'port' && connection.status === 'connected') void loadNames(connection.client);
  }, [form, connection]);

  function handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if ('question' in question) withClient(t('ask the policy'), (client) => askPolicy(client, question.question));
  }

  return (
    <Panel title={t('Ask the policy')} isFlush>
      <Tabs
        className="isolation-tabs"
        value={form}
        onChange={(_, chosen: QuestionForm) => setForm(chosen)}
        aria-label={t('Question')}
      >
        {questionForms.map(({ form: value, label }) => (
          <Tab key={value} value={value} label={label} />
        ))}
      </Tabs>
      <form className="what-if" onSubmit={handleSubmit}>
        <QuestionFields form={form} draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} />
        <Button type="submit" variant="contained" disabled={!isReady}>
          {t('Ask')}
        </Button>
        {'problem' in question && <span className="muted">{question.problem}</span>}
      </form>
      <AnswerView />
    </Panel>
  );
}
