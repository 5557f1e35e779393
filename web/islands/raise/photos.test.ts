import { expect, test } from 'vitest';

import { fittedSize, holdBack } from './photos';

test('a wide photo is fitted to 1600 pixels and keeps its shape', () => {
  expect(fittedSize(4000, 3000)).toEqual({ width: 1600, height: 1200 });
});

test('a small photo keeps its size', () => {
  expect(fittedSize(800, 600)).toEqual({ width: 800, height: 600 });
});

test('a press while photos are made smaller is sent when they are ready', () => {
  document.body.innerHTML = '<form><button name="send"></button></form>';
  const form = document.querySelector('form') as unknown as HTMLFormElement;
  const sent: boolean[] = [];
  form.addEventListener('submit', (event) => {
    sent.push(!event.defaultPrevented);
    event.preventDefault();
  });
  const goOn = holdBack(form);
  form.requestSubmit();
  goOn();
  expect(sent).toEqual([false, true]);
});

test('nothing is sent that nobody pressed', () => {
  const form = document.createElement('form');
  let presses = 0;
  form.addEventListener('submit', () => { presses += 1; });
  holdBack(form)();
  expect(presses).toBe(0);
});
