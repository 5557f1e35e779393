// form-js draws a list to choose from without saying so: to whoever listens it is an empty text field, with a list
// nowhere. Here the field is a combobox, its list a listbox, and the choice under the arrow keys is the one spoken of.

const ROWS = '.fjs-form-field-select, .fjs-form-field-taglist';

export function keepListsKnown(root: HTMLElement): void {
  const all = (): void => { root.querySelectorAll<HTMLElement>(ROWS).forEach(makeKnown); };
  all();
  new MutationObserver(all).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
}

function makeKnown(row: HTMLElement): void {
  const field = row.querySelector('input');
  if (!field) return;
  const list = row.querySelector<HTMLElement>('.fjs-dropdownlist');
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-expanded', String(list !== null));
  if (list) nameList(list, field, row);
  else ['aria-controls', 'aria-activedescendant'].forEach((name) => { field.removeAttribute(name); });
}

function nameList(list: HTMLElement, field: HTMLInputElement, row: HTMLElement): void {
  list.id = `${field.id}-list`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', row.querySelector('label')?.textContent ?? '');
  field.setAttribute('aria-controls', list.id);
  list.querySelectorAll('.fjs-dropdownlist-item').forEach((choice, place) => {
    const isUnderKeys = choice.classList.contains('focused');
    choice.id = `${list.id}-${String(place)}`;
    choice.setAttribute('role', 'option');
    choice.setAttribute('aria-selected', String(isUnderKeys));
    if (isUnderKeys) field.setAttribute('aria-activedescendant', choice.id);
  });
}
