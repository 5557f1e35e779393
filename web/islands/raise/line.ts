// When the line is down, the press on the button says so and nothing is lost.

export function watchLine(form: HTMLFormElement, isOnline: () => boolean = () => navigator.onLine): void {
  const note = form.querySelector<HTMLElement>('[data-offline-note]');
  if (!note) return;
  form.addEventListener(
    'submit',
    (event) => {
      note.hidden = isOnline();
      if (isOnline()) return;
      event.preventDefault();
      note.focus();
    },
    { capture: true },
  );
  window.addEventListener('online', () => {
    note.hidden = true;
  });
}
