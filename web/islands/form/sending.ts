// Sends what form-js holds to where the plain form would have gone: one hidden field with JSON, and the chosen files.

import type { Form } from '@bpmn-io/form-js-viewer';

import type { Block } from './block';
import { filled } from './messages';
import type { Submitted } from './viewer';

export interface Sender {
  page: HTMLFormElement;
  island: HTMLElement;
  block: Block;
  name: string;
}

const FILES = 'files.';
const FILES_KEY = 'files::';

export function sendFrom(form: Form, sender: Sender): void {
  sender.page.addEventListener(
    'submit',
    (event) => {
      if (event.target !== sender.page) pressButtonOf(sender.page, event);
      else if (sender.island.isConnected && !goesElsewhere(event.submitter)) send(form, sender, event);
    },
    { capture: true },
  );
}

function send(form: Form, { island, block, name }: Sender, event: SubmitEvent): void {
  if (document.activeElement instanceof HTMLElement && island.contains(document.activeElement)) {
    document.activeElement.blur(); // form-js takes over what was typed when the field is left
  }
  const submitted: Submitted = form.submit();
  const count = countErrors(submitted.errors);
  if (count > 0 && !keepsDraft(event.submitter)) {
    stop(event);
    sayWhatIsWrong(island, filled(block.words['mandatory-summary'] ?? '', [count]));
    return;
  }
  hidden(island, name).value = JSON.stringify(withFiles(submitted, block.files, island));
}

// Enter within form-js's own form element means the page's button.
function pressButtonOf(page: HTMLFormElement, event: Event): void {
  stop(event);
  page.querySelector<HTMLElement>('[data-submit], button:not([type="button"])')?.click();
}

// Neither the page's own scripts nor htmx may send what was stopped here.
function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// A button with an address of its own gives the task back and the like: it sends no answers.
function goesElsewhere(button: HTMLElement | null): boolean {
  return button?.hasAttribute('formaction') ?? false;
}

function keepsDraft(button: HTMLElement | null): boolean {
  return button !== null && (button.hasAttribute('formnovalidate') || button.hasAttribute('data-save-draft'));
}

// Errors of rows are nested by number; each list of texts is one field.
export function countErrors(errors: unknown): number {
  if (Array.isArray(errors) && errors.every((error) => typeof error === 'string')) return errors.length > 0 ? 1 : 0;
  if (typeof errors !== 'object' || errors === null) return 0;
  return Object.values(errors).reduce((sum: number, inner: unknown) => sum + countErrors(inner), 0);
}

// Chosen files leave in file inputs named by their path; in the answers stand the tokens of those sent before.
export function withFiles(submitted: Submitted, kept: Record<string, string[]>, island: HTMLElement): unknown {
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === 'string' && value.startsWith(FILES_KEY)) {
      attach(island, path, submitted.files.get(value) ?? []);
      return kept[path] ?? [];
    }
    if (kept[path] && value === null) return kept[path];
    if (Array.isArray(value)) return value.map((item, index) => walk(item, join(path, index)));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, join(path, key))]));
  };
  return walk(submitted.data, '');
}

function join(path: string, key: string | number): string {
  return path ? `${path}.${key}` : String(key);
}

function attach(island: HTMLElement, path: string, files: File[]): void {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  const input = field(island, FILES + path, 'file');
  input.files = chosen.files;
}

function hidden(island: HTMLElement, name: string): HTMLInputElement {
  return field(island, name, 'hidden');
}

function field(island: HTMLElement, name: string, type: string): HTMLInputElement {
  const there = Array.from(island.querySelectorAll<HTMLInputElement>(`input[type="${type}"]`)).find((each) => each.name === name);
  if (there) return there;
  const input = Object.assign(document.createElement('input'), { type, name, hidden: true });
  island.append(input);
  return input;
}

function sayWhatIsWrong(island: HTMLElement, words: string): void {
  let alert = island.querySelector<HTMLElement>('[data-wrong]');
  if (!alert) {
    alert = document.createElement('p');
    alert.className = 'alert alert-danger';
    alert.setAttribute('role', 'alert');
    alert.dataset.wrong = '';
    island.prepend(alert);
  }
  alert.textContent = words;
  requestAnimationFrame(() => {
    island.querySelector<HTMLElement>('.fjs-has-errors input, .fjs-has-errors textarea, .fjs-has-errors select')?.focus();
  });
}
