import { expect, test } from 'vitest';

import { filled, inWords, keepInWords } from './messages';

const words = { required: '这一项要填', 'too-small': '不能小于 {0}', step: '最近的是 {0} 和 {1}', 'Add new': '加一行', 'remove-row': '去掉第 {0} 行' };

test('what form-js says is said in the language of the page, with its figures', () => {
  expect(inWords('Field is required.', words)).toBe('这一项要填');
  expect(inWords('Field must have minimum value of 0.5.', words)).toBe('不能小于 0.5');
  expect(inWords('Please select a valid value, the two nearest valid values are 1 and 1.5.', words)).toBe('最近的是 1 和 1.5');
});

test("the designer's own words stay", () => {
  expect(inWords('手机号是 11 位数字', words)).toBe('手机号是 11 位数字');
});

test('a figure that is missing leaves its place', () => {
  expect(filled('{0} 和 {1}', ['甲'])).toBe('甲 和 {1}');
});

test('what is drawn later is in words as well', async () => {
  const root = document.createElement('div');
  root.innerHTML = '<button>Add new</button>';
  keepInWords(root, words);
  expect(root.textContent).toBe('加一行');

  const remove = document.createElement('button');
  remove.setAttribute('aria-label', 'Remove list item 2');
  root.append(remove);
  await new Promise((done) => setTimeout(done, 0));
  expect(remove.getAttribute('aria-label')).toBe('去掉第 2 行');
});
