// form-js speaks English and has no catalogue: what it says is recognised and said in the page's language.

import type { Words } from './block';

const PATTERNS: [RegExp, string][] = [
  [/^Field is required\.$/, 'required'],
  [/^Value is not a number\.$/, 'not-a-number'],
  [/^Value is expected to be an integer\.$/, 'whole-number'],
  [/^Value is expected to have at most (\d+) decimal digits?\.$/, 'too-many-decimals'],
  [/^Please select a valid value, the two nearest valid values are (\S+) and (\S+)\.$/, 'step'],
  [/^Field must match pattern .*$/s, 'pattern'],
  [/^Field must have minimum value of (.+)\.$/, 'too-small'],
  [/^Field must have maximum value of (.+)\.$/, 'too-big'],
  [/^Field must have minimum length of (.+)\.$/, 'too-short'],
  [/^Field must have maximum length of (.+)\.$/, 'too-long'],
  [/^Field must be a valid email\.$/, 'not-an-email'],
  [/^Date and time must both be entered\.$/, 'date-and-time'],
  [/^Expand all \((\d+)\)$/, 'expand'],
  [/^Remove list item (\d+)$/, 'remove-row'],
  [/^(\d+) files selected$/, 'files-selected'],
];
const ATTRIBUTES = ['aria-label', 'placeholder', 'title'];

// What the designer or a citizen wrote comes back as it is.
export function inWords(text: string, words: Words): string {
  const known = words[text];
  if (known !== undefined) return known;
  for (const [pattern, key] of PATTERNS) {
    const found = pattern.exec(text);
    const template = words[key];
    if (found && template !== undefined) return filled(template, found.slice(1));
  }
  return text;
}

export function filled(template: string, figures: (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (place, number: string) => String(figures[Number(number)] ?? place));
}

// Keeps what form-js draws in the page's language, now and whenever it draws again.
export function keepInWords(root: HTMLElement, words: Words): void {
  translate(root, words);
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach((node) => { translate(node, words); });
      else translate(change.target, words);
    }
  });
  observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
}

function translate(node: Node, words: Words): void {
  if (node instanceof Text) {
    const said = inWords(node.data.trim(), words);
    if (said !== node.data.trim()) node.data = node.data.replace(node.data.trim(), () => said);
    return;
  }
  if (!(node instanceof Element) || node.tagName === 'TEXTAREA') return;
  for (const name of ATTRIBUTES) {
    const text = node.getAttribute(name);
    if (text && inWords(text, words) !== text) node.setAttribute(name, inWords(text, words));
  }
  node.childNodes.forEach((child) => { translate(child, words); });
}
