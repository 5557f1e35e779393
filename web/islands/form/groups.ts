// form-js draws the question over a row of choices as a label of nothing: whoever listens to the page hears
// the choices without it. Here each row becomes a group with its question as its name.

const ROWS = '.fjs-form-field-radio, .fjs-form-field-checklist';

export function keepGroupsNamed(root: HTMLElement): void {
  nameGroups(root);
  new MutationObserver(() => { nameGroups(root); }).observe(root, { childList: true, subtree: true });
}

function nameGroups(root: HTMLElement): void {
  for (const row of root.querySelectorAll<HTMLElement>(ROWS)) {
    const question = row.querySelector<HTMLElement>(':scope > .fjs-form-field-label');
    const choice = row.querySelector('input');
    if (!question || !choice || row.getAttribute('role') === 'group') continue;
    question.id = `${choice.id}-question`;
    row.setAttribute('role', 'group');
    row.setAttribute('aria-labelledby', question.id);
  }
}
