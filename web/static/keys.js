// Keys for those who work through an inbox all day: / search, j and k move, Enter opens, c claims, ? help,
// Ctrl+Enter submits, Ctrl+S keeps the draft. Single keys can be switched off (WCAG 2.1.4).
'use strict';

const OFF = 'shuoshi-keys-off';

function rows() {
  return Array.from(document.querySelectorAll('[data-row]'));
}

function pick(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains('is-picked'));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle('is-picked', row === next));
  next.querySelector('a').focus();
}

function picked() {
  return document.querySelector('[data-row].is-picked');
}

const SINGLE = {
  '/': () => document.querySelector('[data-search]')?.focus(),
  j: () => pick(1),
  k: () => pick(-1),
  c: () => picked()?.querySelector('[data-claim]')?.click(),
  '?': () => document.querySelector('[data-help]')?.showModal(),
};

function isTyping(target) {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

function press(selector, event) {
  const button = document.querySelector(selector);
  if (!button) return;
  event.preventDefault();
  button.click();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey && event.key === 'Enter') press('[data-submit]', event);
  else if (event.ctrlKey && event.key === 's') press('[data-save-draft]', event);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = SINGLE[event.key];
  if (!act || localStorage.getItem(OFF) || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  act();
});

document.addEventListener('DOMContentLoaded', () => {
  const off = document.querySelector('[data-keys-off]');
  if (!off) return;
  off.checked = Boolean(localStorage.getItem(OFF));
  off.addEventListener('change', () => {
    if (off.checked) localStorage.setItem(OFF, '1');
    else localStorage.removeItem(OFF);
  });
  for (const button of document.querySelectorAll('[data-open-help]')) {
    button.hidden = false;
    button.addEventListener('click', () => document.querySelector('[data-help]').showModal());
  }
});
