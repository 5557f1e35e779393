// form-js with the page's words and with what the server found wrong.

import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';

import './form.css';
import type { Block, ServerProblem } from './block';
import { keepDropdownsTold } from './dropdowns';
import { keepListsKnown } from './comboboxes';
import { keepGroupsNamed } from './groups';
import { inWords, keepInWords } from './messages';

interface Validator {
  validateFieldInstance(instance: unknown, value: unknown): string[];
}

export interface Submitted {
  data: Record<string, unknown>;
  errors: Record<string, unknown>;
  files: Map<string, File[]>;
}

export async function drawForm(container: HTMLElement, block: Block): Promise<Form> {
  const form = new Form({ container });
  const validator = form.get<Validator>('validator');
  const judge = validator.validateFieldInstance.bind(validator);
  validator.validateFieldInstance = (instance, value) => judge(instance, value).map((text) => inWords(text, block.words));
  await form.importSchema(block.schema, block.data);
  keepInWords(container, block.words);
  keepGroupsNamed(container);
  keepListsKnown(container);
  keepDropdownsTold(container);
  if (block.problems.length) {
    // form-js judges what it begins with once it has drawn it, and would wipe the server's word away.
    await twoFrames();
    form._setState({ errors: errorsOf(block.problems) });
  }
  leadToFields(form, block.problems);
  return form;
}

// As form-js keeps them: by field, and within it by row.
export function errorsOf(problems: ServerProblem[]): Record<string, unknown> {
  const errors: Record<string, unknown> = {};
  for (const problem of problems) {
    let place = errors;
    let key = problem.field;
    for (const row of problem.rows) {
      const inner = (place[key] ?? {}) as Record<string, unknown>;
      place[key] = inner;
      place = inner;
      key = String(row);
    }
    place[key] = problem.words;
  }
  return errors;
}

// The summary on top of the page leads to anchors of the plain form: here the same fields have other ids.
function leadToFields(form: Form, problems: ServerProblem[]): void {
  const byAnchor = new Map(problems.map((problem) => [`#${problem.anchor}`, problem]));
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const problem = byAnchor.get(link?.getAttribute('href') ?? '');
    if (!problem) return;
    event.preventDefault();
    control(form, problem)?.focus();
  });
}

function control(form: Form, problem: ServerProblem): HTMLElement | null {
  const id = ['fjs-form', form._id, [problem.field, ...problem.rows].join('_')].join('-');
  const suffixes = ['', '-0', '-date', '-time', '-search'];
  const found = suffixes.map((suffix) => document.getElementById(id + suffix)).find((element) => element !== null);
  return found ?? null;
}

function twoFrames(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => { done(); });
    });
  });
}
