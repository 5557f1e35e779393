import { expect, test } from 'vitest';

import { keepGroupsNamed } from './groups';

const ROW = `<div class="fjs-form-field-radio"><label class="fjs-form-field-label">怎么处理</label>
  <div><input type="radio" id="f-0"><label for="f-0" class="fjs-form-field-label">受理</label></div></div>`;

function nameOf(row: Element | null): string | null | undefined {
  return document.getElementById(row?.getAttribute('aria-labelledby') ?? '')?.textContent;
}

test('a row of choices is a group named by its question', () => {
  document.body.innerHTML = ROW;
  keepGroupsNamed(document.body);
  const row = document.querySelector('.fjs-form-field-radio');
  expect(row?.getAttribute('role')).toBe('group');
  expect(nameOf(row)).toBe('怎么处理');
});

test('a row that is drawn later is named as well', async () => {
  document.body.innerHTML = '';
  keepGroupsNamed(document.body);
  document.body.insertAdjacentHTML('beforeend', ROW);
  await new Promise((done) => setTimeout(done, 0));
  expect(nameOf(document.querySelector('.fjs-form-field-radio'))).toBe('怎么处理');
});
