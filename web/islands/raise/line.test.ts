import { expect, test } from 'vitest';

import { watchLine } from './line';

function page(): { form: HTMLFormElement; note: HTMLElement } {
  const form = document.createElement('form');
  form.innerHTML = '<p data-offline-note tabindex="-1" hidden></p>';
  document.body.replaceChildren(form);
  return { form, note: form.querySelector('p') as unknown as HTMLElement };
}

test('without a line the form stays and says why', () => {
  const { form, note } = page();
  watchLine(form, () => false);
  const press = new Event('submit', { cancelable: true });
  form.dispatchEvent(press);
  expect(press.defaultPrevented).toBe(true);
  expect(note.hidden).toBe(false);
});

test('with a line it is sent', () => {
  const { form, note } = page();
  watchLine(form, () => true);
  const press = new Event('submit', { cancelable: true });
  form.dispatchEvent(press);
  expect(press.defaultPrevented).toBe(false);
  expect(note.hidden).toBe(true);
});
