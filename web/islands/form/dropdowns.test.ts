import { beforeEach, expect, test } from 'vitest';

import { keepDropdownsTold } from './dropdowns';

const FIELD = `<label for="f">谁来办</label><div class="fjs-input-group"><input id="f"></div><div class="fjs-select-anchor"></div>`;
const LIST = `<div class="fjs-dropdownlist" tabindex="-1"><div class="fjs-dropdownlist-item">老李</div>
  <div class="fjs-dropdownlist-item focused">老王</div></div>`;

async function drawn(): Promise<void> {
  await new Promise((done) => setTimeout(done, 0));
}

function anchor(): HTMLElement {
  return document.querySelector<HTMLElement>('.fjs-select-anchor') ?? document.body;
}

beforeEach(async () => {
  document.body.innerHTML = FIELD;
  keepDropdownsTold(document.body);
  anchor().innerHTML = LIST;
  await drawn();
});

test('an open list belongs to its field and bears its name', () => {
  const list = document.querySelector('[role="listbox"]');
  expect(list?.getAttribute('aria-label')).toBe('谁来办');
  expect(document.querySelector('[role="combobox"]')?.getAttribute('aria-controls')).toBe(list?.id);
});

test('the choice that the arrow keys have reached is told', async () => {
  const reached = (): string | null | undefined =>
    document.getElementById(document.querySelector('input')?.getAttribute('aria-activedescendant') ?? '')?.textContent;
  expect(reached()).toBe('老王');
  const [first, second] = document.querySelectorAll('.fjs-dropdownlist-item');
  second?.classList.remove('focused');
  first?.classList.add('focused');
  await drawn();
  expect(reached()).toBe('老李');
});

test('a list that is closed leaves its field closed', async () => {
  anchor().innerHTML = '';
  await drawn();
  const field = document.querySelector('input');
  expect(field?.getAttribute('aria-expanded')).toBe('false');
  expect(field?.hasAttribute('aria-controls')).toBe(false);
});
