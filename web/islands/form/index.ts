// Draws form-js over the plain form of a staff page. form-js is heavy, so it is fetched only where a form stands;
// without it the plain form is there and works.

import { readBlock } from './block';

async function mount(island: HTMLElement): Promise<void> {
  const page = island.closest('form');
  const drawn = island.querySelector<HTMLElement>('[data-drawn]');
  const plain = island.querySelector<HTMLElement>('[data-plain]');
  if (!page || !drawn || !plain) return;
  const block = readBlock(island);
  const [{ drawForm }, { sendFrom }] = await Promise.all([import('./viewer'), import('./sending')]);
  drawn.hidden = false;
  try {
    const form = await drawForm(drawn, block);
    sendFrom(form, { page, island, block, name: island.dataset.answers ?? 'answers' });
    plain.remove();
  } catch (error) {
    drawn.remove();
    throw error;
  }
}

function mountAll(root: ParentNode): void {
  for (const island of root.querySelectorAll<HTMLElement>('[data-island="form"]:not([data-mounted])')) {
    island.dataset.mounted = '';
    mount(island).catch(() => {
      delete island.dataset.mounted;
    });
  }
}

mountAll(document);
// A refused form comes back as a fragment, with what was typed and what is wrong with it.
document.addEventListener('htmx:afterSwap', () => {
  mountAll(document);
});
