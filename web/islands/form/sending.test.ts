import { expect, test } from 'vitest';

import { countErrors, withFiles } from './sending';
import { errorsOf } from './viewer';

test('errors are counted by field, in rows too', () => {
  expect(countErrors({ a: ['x', 'y'], rows: { 0: ['x'], 2: ['x'] }, b: [] })).toBe(3);
  expect(countErrors({})).toBe(0);
});

test("the server's problems stand where form-js keeps errors", () => {
  const problems = [
    { field: 'what', rows: [], anchor: 'answer-what', words: ['甲'] },
    { field: 'name', rows: [1], anchor: 'answer-people-1-name', words: ['乙'] },
    { field: 'name', rows: [2], anchor: 'answer-people-2-name', words: ['丙'] },
  ];
  expect(errorsOf(problems)).toEqual({ what: ['甲'], name: { 1: ['乙'], 2: ['丙'] } });
});

test('chosen files go into inputs named by their path, and sent ones stay in the answers', () => {
  const island = document.createElement('div');
  const file = new File(['x'], 'road.jpg');
  const submitted = {
    data: { what: 'x', photos: 'files::1', people: [{ papers: 'files::2' }], more: null },
    errors: {},
    files: new Map([['files::1', [file]], ['files::2', []]]),
  };
  expect(withFiles(submitted, { photos: ['t1'], more: ['t2'] }, island)).toEqual({
    what: 'x',
    photos: ['t1'],
    people: [{ papers: [] }],
    more: ['t2'],
  });
  const inputs = Array.from(island.querySelectorAll('input'));
  expect(inputs.map((input) => input.name)).toEqual(['files.photos', 'files.people.0.papers']);
  expect(inputs[0]?.files?.[0]?.name).toBe('road.jpg');
});
