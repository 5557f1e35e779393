// The diagram of a case, drawn when its open section comes near the eye: a clerk who only fills in the form above does
// not wait for it. Without it the page still has the outline in words.

import { readTokens } from './tokens';

function mount(section: HTMLElement): void {
  const canvas = section.querySelector<HTMLElement>('[data-source]');
  if (!canvas) return;
  const open = async (): Promise<void> => {
    canvas.hidden = false;
    const [{ drawDiagram }, answer] = await Promise.all([import('./viewer'), fetch(canvas.dataset.source ?? '')]);
    if (!answer.ok) throw new Error(String(answer.status));
    await drawDiagram(canvas, await answer.text(), readTokens(section), { here: canvas.dataset.here ?? '', stuck: canvas.dataset.stuck ?? '' });
  };
  let asked = false;
  let isNear = false;
  const openOnce = (): void => {
    if (asked || !isNear || !(section as HTMLDetailsElement).open) return;
    asked = true;
    open().catch(() => {
      canvas.hidden = true;
      asked = false;
    });
  };
  section.addEventListener('toggle', openOnce);
  new IntersectionObserver((changes) => {
    isNear = changes.some((change) => change.isIntersecting);
    openOnce();
  }, { rootMargin: '200px' }).observe(section);
}

for (const section of document.querySelectorAll<HTMLElement>('[data-island="diagram"]')) mount(section);
