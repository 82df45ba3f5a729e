// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { formatSecurityContext } from '../contract/model/contexts/format-security-context.ts';
import { useTestLab } from '../lab/test-lab.ts';
import { statementsOnly } from './cil/decompiled.ts';
import { decide } from './decide.ts';
import { corpusOf } from './fixtures/corpus.ts';
import { readPolicy } from './read-policy.ts';

const lab = await useTestLab();

/**
 * Asks the kernel about each line `source target class permission...`, and says yes when it grants all of them, in the
 * order of the lines.
 */
const askKernel = `
import os, sys
root = '/sys/fs/selinux/'
def number(path):
    return int(open(root + path).read())
for line in sys.stdin:
    source, target, name, *permissions = line.split()
    fd = os.open(root + 'access', os.O_RDWR)
    os.write(fd, f'{source} {target} {number("class/" + name + "/index")}'.encode())
    allowed = int(os.read(fd, 256).split()[0], 16)
    os.close(fd)
    print(all(allowed >> (number(f'class/{name}/perms/{permission}') - 1) & 1 for permission in permissions))
`;

test('what is decided from the policy is what the kernel decides, rules and constraints alike', async () => {
  const policy = readPolicy(
    statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])),
  );
  const corpus = corpusOf(policy, { each: 200 });
  const lines = corpus.map(({ source, target, class: className, permissions }) =>
    [formatSecurityContext(source), formatSecurityContext(target), className, ...permissions].join(' '),
  );
  const answers = (
    await lab.mustRun(['python3', '-c', askKernel], { input: lines.map((line) => `${line}\n`).join('') })
  )
    .trimEnd()
    .split('\n');
  const decisions = corpus.map((access) => decide(policy, access));
  const differing = lines.filter((_, index) => (answers[index] === 'True') !== decisions[index]?.isAllowed);
  expect(differing).toEqual([]);
  // Granted, denied because no rule grants it, and denied by a constraint although a rule grants it: each has to be
  // among them.
  const kinds = new Set(
    decisions.map(({ isAllowed, withoutRule }) => {
      if (isAllowed) return 'granted';
      return withoutRule.length > 0 ? 'rule' : 'constraint';
    }),
  );
  expect([answers.length, [...kinds].sort()]).toEqual([corpus.length, ['constraint', 'granted', 'rule']]);
});
