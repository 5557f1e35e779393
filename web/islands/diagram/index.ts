// The diagram of a case, drawn only when its section is opened: the viewer is as heavy as the rest of the page.
// Without it the page still has the outline in words.

import { readTokens } from './tokens';

function mount(section: HTMLElement): void {
  const canvas = section.querySelector<HTMLElement>('[data-source]');
  if (!canvas) return;
  const open = async (): Promise<void> => {
    canvas.hidden = false;
    const [{ drawDiagram }, answer] = await Promise.all([import('./viewer'), fetch(canvas.dataset.source ?? '')]);
    if (!answer.ok) throw new Error(String(answer.status));
    await drawDiagram(canvas, await answer.text(), readTokens(section), canvas.dataset.here ?? '');
  };
  let asked = false;
  section.addEventListener('toggle', () => {
    if (asked) return;
    asked = true;
    open().catch(() => {
      canvas.hidden = true;
      asked = false;
    });
  });
}

for (const section of document.querySelectorAll<HTMLElement>('[data-island="diagram"]')) mount(section);
