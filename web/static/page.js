// On every page: brings the reader to what has to be changed, and sends a form once however often it is pressed.
'use strict';

function focusProblems(root) {
  const problem = root.querySelector('[data-focus]');
  if (problem) problem.focus();
}

document.addEventListener('DOMContentLoaded', () => focusProblems(document));
document.addEventListener('htmx:afterSwap', (event) => focusProblems(event.detail.target));

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method === 'get' || event.defaultPrevented) return;
  if (form.getAttribute('aria-busy') === 'true') {
    event.preventDefault();
    return;
  }
  form.setAttribute('aria-busy', 'true');
});

// Coming back with the browser's own button shows the page as it was left: it may be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy');
});
document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.detail.elt.closest('form[aria-busy]');
  if (form) form.removeAttribute('aria-busy');
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-print], [data-read-aloud]');
  if (!button) return;
  if (button.hasAttribute('data-print')) window.print();
  else readAloud(document.getElementById('main').innerText);
});

function readAloud(text) {
  window.speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text);
  speech.lang = document.documentElement.lang;
  window.speechSynthesis.speak(speech);
}

// Buttons that need the browser's help are offered only where it can give it.
document.addEventListener('DOMContentLoaded', () => {
  for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;
  if (!('speechSynthesis' in window)) return;
  for (const button of document.querySelectorAll('[data-read-aloud]')) button.hidden = false;
});
