import { expect, test } from 'vitest';

import { keepListsKnown } from './comboboxes';

const LIST = `<div class="fjs-dropdownlist"><div class="fjs-dropdownlist-item">交通</div>
  <div class="fjs-dropdownlist-item focused">教育</div></div>`;
const ROW = `<div class="fjs-form-field-select"><label for="f">说的是哪方面</label><input id="f"></div>`;

function field(): Element | null {
  return document.querySelector('input');
}

test('a field to choose from says so, and that its list is closed', () => {
  document.body.innerHTML = ROW;
  keepListsKnown(document.body);
  expect(field()?.getAttribute('role')).toBe('combobox');
  expect(field()?.getAttribute('aria-expanded')).toBe('false');
  expect(field()?.hasAttribute('aria-controls')).toBe(false);
});

test('its list is named by the question, and the choice under the keys is known', async () => {
  document.body.innerHTML = ROW;
  keepListsKnown(document.body);
  document.querySelector('.fjs-form-field-select')?.insertAdjacentHTML('beforeend', LIST);
  await new Promise((done) => setTimeout(done, 0));
  const list = document.getElementById(field()?.getAttribute('aria-controls') ?? '');
  expect(list?.getAttribute('aria-label')).toBe('说的是哪方面');
  expect(document.getElementById(field()?.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('教育');
});
