import { beforeEach, expect, test } from 'vitest';

import { forgetDraft, keepDraft } from './draft';

const QUESTION = `
  <p data-draft-note hidden></p>
  <textarea name="what"></textarea>
  <input type="radio" name="visibility" value="public"><input type="radio" name="visibility" value="unit">
  <input type="hidden" name="csrf_token" value="secret">`;

function page(html = QUESTION): HTMLFormElement {
  const form = document.createElement('form');
  form.dataset.draft = 'matter-raise';
  form.innerHTML = html;
  document.body.replaceChildren(form);
  return form;
}

function field(form: HTMLFormElement, selector: string): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>(selector);
  if (!found) throw new Error(selector);
  return found;
}

beforeEach(() => {
  localStorage.clear();
});

test('what was typed is there again on the next visit', () => {
  const first = page();
  keepDraft(first, localStorage);
  field(first, 'textarea').value = '路塌了';
  field(first, '[value="unit"]').checked = true;
  first.dispatchEvent(new Event('input'));

  const second = page();
  keepDraft(second, localStorage);
  expect(field(second, 'textarea').value).toBe('路塌了');
  expect(field(second, '[value="unit"]').checked).toBe(true);
});

test('the word of the server is not overwritten', () => {
  localStorage.setItem('shuoshi-draft:matter-raise', JSON.stringify({ what: ['旧的'], visibility: ['unit'] }));
  const form = page(QUESTION.replace('></textarea>', '>新的</textarea>').replace('value="public"', 'value="public" checked'));
  keepDraft(form, localStorage);
  expect(field(form, 'textarea').value).toBe('新的');
  expect(field(form, '[value="public"]').checked).toBe(true);
});

test('hidden fields are never kept', () => {
  const form = page();
  keepDraft(form, localStorage);
  form.dispatchEvent(new Event('input'));
  expect(localStorage.getItem('shuoshi-draft:matter-raise')).not.toContain('secret');
});

test('the draft is gone once the matter is handed in', () => {
  localStorage.setItem('shuoshi-draft:matter-raise', '{"what": ["路"]}');
  forgetDraft('matter-raise', localStorage);
  expect(localStorage.getItem('shuoshi-draft:matter-raise')).toBeNull();
});

test('a broken draft is ignored', () => {
  localStorage.setItem('shuoshi-draft:matter-raise', '{broken');
  const form = page();
  keepDraft(form, localStorage);
  expect(field(form, 'textarea').value).toBe('');
});
