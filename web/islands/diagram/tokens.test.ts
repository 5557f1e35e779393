import { expect, test } from 'vitest';

import { classesOf, readTokens, walkedFlows } from './tokens';

const tokens = { done: ['start', 'receive'], now: ['classify'], late: [], stuck: [] };

test('a line is walked when it leads from a finished step to one that was reached', () => {
  const flows = [
    { id: 'a', source: 'start', target: 'receive' },
    { id: 'b', source: 'receive', target: 'classify' },
    { id: 'c', source: 'receive', target: 'elsewhere' },
    { id: 'd', source: 'classify', target: 'reply' },
  ];
  expect(walkedFlows(flows, tokens)).toEqual(['a', 'b']);
});

test('late outranks now and now outranks done', () => {
  const classes = classesOf(['receive', 'classify', 'reply'], { done: ['receive', 'classify'], now: ['classify'], late: ['classify'], stuck: [] });
  expect(classes.get('receive')).toEqual(['done']);
  expect(classes.get('classify')).toEqual(['now', 'late']);
  expect(classes.get('reply')).toEqual(['ahead']);
});

test('where the case is stuck outranks all else', () => {
  const all = { done: ['way'], now: ['way'], late: ['way'], stuck: ['way'] };
  expect(classesOf(['way'], all).get('way')).toEqual(['stuck']);
});

test('a page that says nothing of tokens shows none', () => {
  expect(readTokens(document.createElement('section'))).toEqual({ done: [], now: [], late: [], stuck: [] });
});

test('tokens are read from the JSON block of the section', () => {
  const section = document.createElement('section');
  section.innerHTML = '<script type="application/json">{"now": ["reply"]}</script>';
  expect(readTokens(section)).toEqual({ done: [], now: ['reply'], late: [], stuck: [] });
});
