/** What became of a cause's accesses, as a badge: stopped, only noted, or some of each. */

import { type DenialGroup, type GroupOutcome, outcomeOfGroup } from '../../../contract/model/denial.ts';

const badges: Readonly<
  Record<GroupOutcome, { readonly tone: string; readonly text: string; readonly meaning: string }>
> = {
  stopped: { tone: 'red', text: 'stopped', meaning: 'SELinux enforces: the access did not take place.' },
  noted: {
    tone: 'amber',
    text: 'only noted',
    meaning: 'The domain or the host is permissive: the access went through.',
  },
  both: {
    tone: 'amber',
    text: 'stopped and noted',
    meaning: 'Some were stopped; others went through while the domain or the host was permissive.',
  },
};

export function OutcomeBadge({ group }: { readonly group: Pick<DenialGroup, 'permissive' | 'noted'> }) {
  const { tone, text, meaning } = badges[outcomeOfGroup(group)];
  return (
    <span className={`badge ${tone}`} title={meaning}>
      {text}
    </span>
  );
}
