// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describedProgram } from '../../cli/run.ts';
import { bashCompletion } from '../../cli/completion/completion-bash.ts';
import { fishCompletion } from '../../cli/completion/completion-fish.ts';
import { completionPlaces } from '../../cli/completion/completion-words.ts';
import { zshCompletion } from '../../cli/completion/completion-zsh.ts';
import { describeCommand, type DescribedCommand } from '../../cli/completion/describe-command.ts';
import { generatedFiles } from './generate-files.ts';
import { manPages, roff } from './man-page.ts';

const facts = { version: '1.2.3', date: '2026-11-24' };
const program = describeCommand(describedProgram());
const places = completionPlaces(program);
const pages = manPages(program, facts);

function everyCommand(command: DescribedCommand): readonly DescribedCommand[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** What bash offers at the end of these words. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const script = `${bashCompletion(places)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bulkheadctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'bulkheadctl', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '');
}

test('each command has its page, each option is on it, and the overview names them all', () => {
  expect(pages.size).toBe(program.commands.length + 1);
  for (const command of program.commands) {
    const page = pages.get(`${command.path.join('-')}.1`) ?? '';
    expect(pages.get('bulkheadctl.1')).toContain(`.BR ${command.path.join('-')} (1)`);
    for (const { options, path, commands } of everyCommand(command)) {
      if (commands.length === 0) expect(page).toContain(`.B ${roff(path.join(' '))}\n`);
      for (const { names } of options) for (const name of names) expect(page).toContain(`\\fB${roff(name)}\\fR`);
    }
  }
});

test('pages hold the examples of the help, the version and the date', () => {
  const page = pages.get('bulkheadctl-volume.1') ?? '';
  expect(page).toContain('bulkheadctl volume attach db /srv/dumps:/dumps:ro \\-\\-share');
  expect(page).toMatch(/^\.TH BULKHEADCTL-VOLUME 1 2026-11-24 "Bulkhead 1\.2\.3" "User Commands"$/m);
});

test('fields of a file are shown as they are typed, each with its text, and no sentence is broken', () => {
  const page = pages.get('bulkheadctl-apply.1') ?? '';
  expect(page).toContain(
    '\n.TP\n.B containers.NAME.image\nthe image that it is created from\n.TP\n.B containers.NAME.state\n',
  );
  expect(pages.get('bulkheadctl-doctor.1')).not.toMatch(/,\n\.PP/);
});

test('text never becomes a request of troff', () => {
  expect(roff('.so /etc/shadow')).toBe('\\&.so /etc/shadow');
  expect(roff("'quoted' C:\\x --a")).toBe("\\&'quoted' C:\\ex \\-\\-a");
});

test('bash offers commands, their own options, and the choices of a value', () => {
  expect(bashOffers('vol')).toEqual(['volume']);
  expect(bashOffers('--host', 'lab', 'volume', '')).toEqual(
    expect.arrayContaining(['ls', 'attach', 'detach', '--json']),
  );
  expect(bashOffers('volume', 'attach', 'web', '--sh')).toEqual(['--share']);
  expect(bashOffers('denials', '--export', '')).toEqual(['sarif', 'json']);
  expect(bashOffers('denials', '--since', '')).toEqual([]);
});

test('a name that is a command elsewhere leads nowhere', () => {
  expect(bashOffers('start', 'volume', '--')).not.toContain('--share');
});

test('all shells are offered every command and option', () => {
  for (const text of [zshCompletion(places), fishCompletion(places), bashCompletion(places)])
    for (const { commands, options } of places) {
      for (const { word } of commands) expect(text).toContain(word);
      for (const { word } of options) expect(text).toContain(word.replace(/^--/, ''));
    }
});

test('no description ends a quoted word of a shell', () => {
  for (const { commands, options } of places)
    for (const { description } of [...commands, ...options]) expect(description).not.toMatch(/['"`$\\[\]]/);
});

test('the same definition gives the same files', () => {
  const [first, second] = [generatedFiles(facts), generatedFiles(facts)];
  expect(second).toEqual(first);
  const page = first.get('man/bulkheadctl.1.gz');
  expect(gunzipSync(page ?? '').toString()).toBe(pages.get('bulkheadctl.1'));
});
