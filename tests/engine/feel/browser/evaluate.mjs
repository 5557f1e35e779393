// Evaluates expressions with the FEEL that form-js runs in the browser. Reads {scope, texts} as JSON, writes one answer for
// each text: {"refused": true} where it cannot be parsed, or {"value": …} with dates and durations as their texts.
import { readFileSync } from 'node:fs';

import { evaluate, parseExpression } from '@bpmn-io/feelin';

const { scope, texts } = JSON.parse(readFileSync(0, 'utf8'));

function plain(value) {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string') {
    return value ?? null;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : null;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'function' || value.constructor?.name === 'FunctionWrapper') {
    return { kind: 'function' };
  }
  if (typeof value.toISO === 'function') {
    return { kind: 'time', text: value.toISO({ suppressMilliseconds: true }) };
  }
  if (value.constructor?.name === 'Range') {
    const { start, end, 'start included': low, 'end included': high } = value;
    return { kind: 'range', start: plain(start), end: plain(end), low, high };
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
}

function answer(text) {
  try {
    parseExpression(text, scope);
    const { value } = evaluate(text, structuredClone(scope));
    return { value: plain(value) };
  } catch (error) {
    return { refused: true, message: String(error.message) };
  }
}

process.stdout.write(JSON.stringify(texts.map(answer)));
