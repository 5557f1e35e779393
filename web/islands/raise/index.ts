// Helps a citizen who raises a matter on a phone: what is typed is kept on the phone, photos are made smaller
// before they are sent, and a lost line says so instead of losing the text. Without it the form works all the same.

import { keepDraft, forgetDraft } from './draft';
import { watchLine } from './line';
import { shrinkPhotos } from './photos';

for (const sent of document.querySelectorAll<HTMLElement>('[data-forget-draft]')) {
  forgetDraft(sent.dataset.forgetDraft ?? '', window.localStorage);
}

for (const form of document.querySelectorAll<HTMLFormElement>('[data-island="raise"]')) {
  keepDraft(form, window.localStorage);
  watchLine(form);
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="file"]')) shrinkPhotos(input);
}
