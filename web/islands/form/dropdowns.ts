// form-js opens a list of choices under a field without saying so: whoever listens to the page hears neither that it
// is there nor which choice the arrow keys have reached. Here field and list become a combobox with its listbox.

const LIST = '.fjs-dropdownlist';
const CHOICES = '.fjs-dropdownlist-item, .fjs-dropdownlist-empty';

export function keepDropdownsTold(root: HTMLElement): void {
  const observer = new MutationObserver(() => { tell(root); });
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
}

function tell(root: HTMLElement): void {
  for (const field of root.querySelectorAll<HTMLElement>('[role="combobox"]')) close(field);
  for (const list of root.querySelectorAll<HTMLElement>(LIST)) {
    const field = fieldOf(list);
    if (field) open(field, list);
  }
}

// A time has its list beside it; all others have theirs in an anchor after the box in which they stand.
function fieldOf(list: HTMLElement): HTMLInputElement | null {
  const around = list.parentElement;
  return around?.querySelector('input') ?? around?.previousElementSibling?.querySelector('input') ?? null;
}

function open(field: HTMLInputElement, list: HTMLElement): void {
  list.id = `${field.id}-choices`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.labels?.[0]?.textContent.trim() ?? '');
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-expanded', 'true');
  field.setAttribute('aria-controls', list.id);
  list.querySelectorAll<HTMLElement>(CHOICES).forEach((choice, number) => {
    const isReached = choice.classList.contains('focused');
    choice.id = `${list.id}-${number}`;
    choice.setAttribute('role', 'option');
    choice.setAttribute('aria-selected', String(isReached));
    if (isReached) field.setAttribute('aria-activedescendant', choice.id);
  });
}

function close(field: HTMLElement): void {
  field.setAttribute('aria-expanded', 'false');
  field.removeAttribute('aria-controls');
  field.removeAttribute('aria-activedescendant');
}
