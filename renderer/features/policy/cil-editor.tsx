// SPDX-License-Identifier: Apache-2.0
/**
 * Shows an editor for the source of a policy module: highlighted, with completion, and with what is wrong shown at its
 * line.
 */

import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { SourceProblem } from '../../../contract/model/policy/policy-module.ts';
import { cilSupport } from './cil-language.ts';

interface CilEditorProps {
  readonly label: string;
  /** What it begins with; it does not follow a text that changes. */
  readonly source: string;
  readonly isReadOnly: boolean;
  readonly problems: readonly SourceProblem[];
  /** What may stand behind this much of the source. */
  readonly completionsAfter: (before: string) => readonly string[];
  readonly onChange: (source: string) => void;
}

export function CilEditor({ label, source, isReadOnly, problems, completionsAfter, onChange }: CilEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const beginning = useRef(source);
  const changed = useRef(onChange);
  const words = useRef(completionsAfter);
  useEffect(() => {
    changed.current = onChange;
    words.current = completionsAfter;
  });

  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: beginning.current,
        extensions: [
          lineNumbers(),
          history(),
          highlightActiveLine(),
          bracketMatching(),
          cilSupport(),
          lintGutter(),
          autocompletion({ override: [(context) => completion(context, words.current)] }),
          // The keys leave out Tab, which leads on to the next control.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorState.readOnly.of(isReadOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [isReadOnly, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        problems.flatMap((problem) => diagnosticOf(editor.state, problem)),
      ),
    );
  }, [problems, isReadOnly, label]);

  return <div ref={place} className="cil-editor" />;
}

/** A word that was begun, or any when somebody asks for them. */
function completion(
  { state, pos, explicit }: CompletionContext,
  completionsAfter: CilEditorProps['completionsAfter'],
): CompletionResult | null {
  const before = state.sliceDoc(0, pos);
  const from = pos - (/[A-Za-z0-9_.-]*$/.exec(before)?.[0].length ?? 0);
  if (from === pos && !explicit) return null;
  return {
    from,
    options: completionsAfter(before.slice(0, from)).map((label) => ({ label })),
    validFor: /^[A-Za-z0-9_.-]*$/,
  };
}

function diagnosticOf({ doc }: EditorState, { line, problem }: SourceProblem): readonly Diagnostic[] {
  if (line === null || line > doc.lines) return [];
  const { from, to } = doc.line(line);
  return [{ from, to, severity: 'error', message: problem }];
}
