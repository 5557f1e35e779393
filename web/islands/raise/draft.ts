// What was typed stays on this phone until the matter is handed in.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Draft = Record<string, string[]>;

const PREFIX = 'shuoshi-draft:';

export function keepDraft(form: HTMLFormElement, storage: Storage): void {
  const key = PREFIX + (form.dataset.draft ?? '');
  restore(form, read(key, storage));
  const note = form.querySelector<HTMLElement>('[data-draft-note]');
  form.addEventListener('input', () => {
    try {
      storage.setItem(key, JSON.stringify({ ...read(key, storage), ...typed(form) }));
      if (note) note.hidden = false;
    } catch {
      // Full or forbidden storage: the form goes on without a draft.
    }
  });
  const forget = form.querySelector('[data-draft-forget]');
  forget?.addEventListener('click', () => {
    forgetDraft(form.dataset.draft ?? '', storage);
    if (note) note.hidden = true;
  });
}

export function forgetDraft(name: string, storage: Storage): void {
  storage.removeItem(PREFIX + name);
}

function read(key: string, storage: Storage): Draft {
  try {
    return JSON.parse(storage.getItem(key) ?? '{}') as Draft;
  } catch {
    return {};
  }
}

function fields(form: HTMLFormElement): Field[] {
  const all = Array.from(form.elements).filter(
    (element): element is Field =>
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement,
  );
  return all.filter((field) => field.name !== '' && !['hidden', 'file', 'submit', 'password'].includes(field.type));
}

function isTicked(field: Field): boolean {
  return field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');
}

function typed(form: HTMLFormElement): Draft {
  const draft: Draft = {};
  for (const field of fields(form)) {
    const values = (draft[field.name] ??= []);
    if (!isTicked(field) || (field as HTMLInputElement).checked) values.push(field.value);
  }
  return draft;
}

// The server's word comes first: only what it left empty is filled from the phone.
function restore(form: HTMLFormElement, draft: Draft): void {
  const all = fields(form);
  const ticked = new Set(all.filter((field) => isTicked(field) && (field as HTMLInputElement).checked).map((field) => field.name));
  for (const field of all) {
    const values = draft[field.name];
    if (!values) continue;
    if (isTicked(field)) (field as HTMLInputElement).checked ||= !ticked.has(field.name) && values.includes(field.value);
    else if (field.value === '') field.value = values[0] ?? '';
  }
}
